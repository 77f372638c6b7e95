using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What a coroutine says to its loop (asyncio's module level). All of it works on the task whose code calls, found through
/// <see cref="SynchronizationContext.Current"/>, and so on the loop's thread only unless a member says otherwise; elsewhere it throws
/// <see cref="InvalidOperationException"/> with the way back. Scripts have it as <c>using static AsyncTick.Async</c>.
/// </summary>
/// <remarks>
/// Every wait here ends with <see cref="GameTaskCanceledException"/> once the task or its scope is canceled, and so does each
/// later one: clean up in <c>finally</c> with plain calls, or under <see cref="Defer"/>.
/// </remarks>
public static partial class Async
{
    /// <summary>
    /// The loop of the calling task. Any thread that a task's code leads to (a pool item, a timer's callback, a process's event), so
    /// <c>Loop.Post(...)</c> is the way back from there.
    /// </summary>
    public static GameLoop Loop => SynchronizationContext.Current is TaskContext context ? context.Loop : Belonging.Loop;

    /// <summary>The scope of the calling task. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>, where only what the scope allows on any thread may be used.</summary>
    public static TaskScope Scope => Caller.Scope;

    /// <summary>As <see cref="Scope"/>, or null where no task's code calls. Any thread; never throws.</summary>
    public static TaskScope? CurrentScope => Belonging.Find()?.Scope;

    /// <summary>The calling task's id. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>.</summary>
    public static int TaskId => Caller.Id;

    /// <summary>Canceled with the calling task; for APIs that take a token. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>. Allocates once per task.</summary>
    public static CancellationToken Token => Caller.Token;

    /// <summary>Whether the calling task was asked to end; for long steps that want to look. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>.</summary>
    public static bool IsCancellationRequested => Caller.IsCanceled;

    /// <summary>Keeps a cancellation from reaching the calling task while it cleans up, for at most <paramref name="maxSeconds"/> of real time; dispose it to let it through. An overrun is logged.</summary>
    public static CancellationDeferral Defer(double maxSeconds) => new(TaskContext.Required, maxSeconds);

    /// <summary>What the task list shows beside the calling task's name: <c>42 %</c>. Null for nothing. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>, and then shown from the next frame on.</summary>
    public static void SetStatus(string? status) => Caller.SetStatus(status);

    /// <summary>
    /// Writes a line to the loop's log. Any thread, and never throws: off the loop's thread the line says whose it is, and code that no task led to
    /// writes to standard error.
    /// </summary>
    public static void Log(object? message) => Belonging.Write(LogVerbosity.Log, message);

    /// <summary>Writes a warning to the loop's log; as <see cref="Log"/>.</summary>
    public static void LogWarning(object? message) => Belonging.Write(LogVerbosity.Warning, message);

    /// <summary>Writes an error to the loop's log; as <see cref="Log"/>.</summary>
    public static void LogError(object? message) => Belonging.Write(LogVerbosity.Error, message);

    /// <summary>
    /// Reports an exception that the calling code has caught and goes on from as a fault of the calling task: to the log with its stack, to
    /// <see cref="GameLoop.Faulted"/> and so to the hosts' lists of faults, each exception once. For code that serves many, where what one fails with must not end the
    /// others. A cancellation that was requested is no fault and is not reported. Also in <c>RunInExecutor</c> and after <c>SwitchToThreadPool</c>, and then in the next frame.
    /// </summary>
    /// <exception cref="InvalidOperationException">No task's code calls.</exception>
    public static void ReportFault(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Caller.Loop.Faults.ReportStray(Caller, fault, FaultKind.Caught);
    }

    private static TaskContext Caller => SynchronizationContext.Current as TaskContext ?? Belonging.Task;
}
