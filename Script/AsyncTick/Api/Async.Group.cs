using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Runs tasks that stand and fall together (asyncio's <c>async with TaskGroup()</c>): <paramref name="body"/> starts them, and this goes on when it
    /// and all of them have ended. The first failure, the body's own included, cancels the rest and is thrown here when they have ended;
    /// failures while the rest is being canceled are logged.
    /// </summary>
    /// <remarks>
    /// The body is the group's first task, so a plain <c>Start(...)</c> inside belongs to the group, too. Canceling one task does not end the
    /// group. When the caller is canceled so is the group, and that cancellation is thrown even if a task failed meanwhile: code that
    /// handles the failure cannot swallow the cancellation with it.
    /// </remarks>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task Group(Func<TaskGroup, Task> body, string name = "group", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        GroupNursery.Run(body, name, file, line);

    /// <summary>As the other overload, for a body that only uses <c>Start(...)</c>.</summary>
    public static Task Group(Func<Task> body, string name = "group", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Group(_ => body(), name, file, line);
    }
}
