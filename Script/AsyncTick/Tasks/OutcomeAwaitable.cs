using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What <see cref="GameTask.Outcome"/> returns: await it for how the task ended. The wait ends with the waiting task's cancellation, too; the awaited task goes
/// on then. In a task of the same loop it allocates nothing.
/// </summary>
[DebuggerDisplay("#{_wait.TargetId} {_wait.Status}")]
public readonly struct OutcomeAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskEndWait _wait;
    private readonly Task _task;

    internal OutcomeAwaitable(TaskContext target, Task task)
    {
        _wait = new TaskEndWait(target, task);
        _task = task;
    }

    /// <summary>When the task has ended.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the one whose task asked for it, or of a default value.</exception>
    public bool IsCompleted => _wait.IsCompleted;

    /// <summary>Part of the await pattern.</summary>
    public OutcomeAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern: how the task ended, whose fault counts as seen to.</summary>
    /// <exception cref="GameTaskCanceledException">The waiting task was canceled.</exception>
    public TaskOutcome GetResult()
    {
        _wait.End();

        // Looked at, so that the collector does not tell of it.
        _ = _task.Exception;
        return new TaskOutcome(_task, _wait.TargetScope);
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _wait.UnsafeOnCompleted(continuation);
}
