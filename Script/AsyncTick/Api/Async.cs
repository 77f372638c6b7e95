using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What a coroutine says to its loop (asyncio's module level). All of it works on the task whose code calls, found through
/// <see cref="SynchronizationContext.Current"/>, and so on the loop's thread only; elsewhere it throws
/// <see cref="InvalidOperationException"/> with the way back. Scripts have it as <c>using static AsyncTick.Async</c>.
/// </summary>
/// <remarks>
/// Every wait here ends with <see cref="GameTaskCanceledException"/> once the task or its scope is cancelled, and so does each
/// later one: clean up in <c>finally</c> with plain calls, or under <see cref="Defer"/>.
/// </remarks>
public static partial class Async
{
    /// <summary>The loop of the calling task.</summary>
    public static GameLoop Loop => TaskContext.Required.Loop;

    /// <summary>The scope of the calling task.</summary>
    public static TaskScope Scope => TaskContext.Required.Scope;

    /// <summary>The calling task's id.</summary>
    public static int TaskId => TaskContext.Required.Id;

    /// <summary>Cancelled with the calling task; for APIs that take a token. Allocates once per task.</summary>
    public static CancellationToken Token => TaskContext.Required.Token;

    /// <summary>Whether the calling task was asked to end; for long steps that want to look.</summary>
    public static bool IsCancellationRequested => TaskContext.Required.IsCancelled;

    /// <summary>Keeps a cancellation from reaching the calling task while it cleans up, for at most <paramref name="maxSeconds"/> of real time; dispose it to let it through. An overrun is logged.</summary>
    public static CancellationDeferral Defer(double maxSeconds) => new(TaskContext.Required, maxSeconds);

    /// <summary>What the task list shows beside the calling task's name: <c>42 %</c>. Null for nothing.</summary>
    public static void SetStatus(string? status) => TaskContext.Required.Record.Details.Status = status;

    /// <summary>Writes a line to the loop's log.</summary>
    public static void Log(object? message) => Loop.Log.Write(LogVerbosity.Log, message?.ToString() ?? "");

    /// <summary>Writes a warning to the loop's log.</summary>
    public static void LogWarning(object? message) => Loop.Log.Write(LogVerbosity.Warning, message?.ToString() ?? "");

    /// <summary>Writes an error to the loop's log.</summary>
    public static void LogError(object? message) => Loop.Log.Write(LogVerbosity.Error, message?.ToString() ?? "");
}
