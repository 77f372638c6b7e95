using System.Reflection;

namespace AsyncTick;

/// <summary>
/// Looks into a plain <see cref="Task"/> for what it does not say in public. Asked only when a task whose handle was turned into a
/// plain task has failed; should a future runtime name its fields otherwise, the answer is "not handled" and the fault is logged.
/// </summary>
internal static class TaskInspector
{
    private static readonly FieldInfo? Contingent = typeof(Task).GetField("m_contingentProperties", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly FieldInfo? Holder = Contingent?.FieldType.GetField("m_exceptionsHolder", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
    private static readonly FieldInfo? Handled = Holder?.FieldType.GetField("m_isHandled", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Whether any code has taken the exception of a failed task, without taking it.</summary>
    public static bool IsExceptionHandled(Task task) =>
        Contingent?.GetValue(task) is { } contingent
        && Holder?.GetValue(contingent) is { } holder
        && Handled?.GetValue(holder) is true;
}
