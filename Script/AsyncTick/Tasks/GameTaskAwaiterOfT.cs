using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What awaiting a <see cref="GameTask{T}"/> uses. The wait ends with the waiting task's cancellation, too; the awaited task goes on then. In a task of
/// the same loop it allocates nothing (for a pooled body its plain task, once), and those who wait resume in their order.
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("#{_wait.TargetId} {_wait.Status}")]
public readonly struct GameTaskAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly TaskEndWait _wait;
    private readonly Task<T> _task;

    internal GameTaskAwaiter(TaskContext target, Task<T> task)
    {
        _wait = new TaskEndWait(target, task);
        _task = task;
    }

    /// <summary>When the task has ended.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the one whose task asked for it.</exception>
    public bool IsCompleted => _wait.IsCompleted;

    /// <summary>Part of the await pattern; throws what the task threw.</summary>
    /// <exception cref="GameTaskCanceledException">The waiting task was canceled, or the awaited one.</exception>
    public T GetResult()
    {
        _wait.End();

#pragma warning disable VSTHRD002 // It has ended, unless a host blocks on purpose.
        return _task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _wait.UnsafeOnCompleted(continuation);
}
