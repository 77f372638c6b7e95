using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What awaiting a <see cref="GameTask{T}"/> uses. The wait ends with the waiting task's cancellation, too; the awaited task goes on then. In a task of
/// the same loop it allocates nothing (for a pooled body its plain task, once), and those who wait resume in their order.
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("#{_target.Id} {_task.Status}")]
public readonly struct GameTaskAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly TaskContext _target;
    private readonly Task<T> _task;
    private readonly TaskContext? _waiter;

    internal GameTaskAwaiter(TaskContext target, Task<T> task)
    {
        _target = target;
        _task = task;
        _waiter = task.IsCompleted ? null : SynchronizationContext.Current as TaskContext;
        if (_waiter?.Loop != target.Loop)
        {
            target.Observed = true;
        }

        _waiter?.Record.NoteWait(WaitKind.Task, "", 0, until: target.Id);
    }

    /// <summary>When the task has ended.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the one whose task asked for it.</exception>
    public bool IsCompleted
    {
        get
        {
            if (_waiter is not null)
            {
                WaitGuard.Verify(_waiter);
            }

            return _task.IsCompleted;
        }
    }

    /// <summary>Part of the await pattern; throws what the task threw.</summary>
    /// <exception cref="GameTaskCanceledException">The waiting task was cancelled, or the awaited one.</exception>
    public T GetResult()
    {
        // A Defer that has begun meanwhile hides the cancellation which ended this wait; to go on here would block.
        if (_waiter is { } waiter && !_task.IsCompleted && (waiter.IsCancelled || waiter.Record.Details.CancelRequested))
        {
            LeaveFault();
            waiter.ThrowCancelled();
        }

        _target.Observed = true;

#pragma warning disable VSTHRD002 // It has ended, unless a host blocks on purpose.
        return _task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (_waiter is null)
        {
            _task.GetAwaiter().UnsafeOnCompleted(continuation);
        }
        else if (_waiter.IsCancelled)
        {
            _waiter.ResumeNextFrame(continuation);
        }
        else
        {
            Wait(_waiter, continuation);
        }
    }

    private void Wait(TaskContext waiter, Action continuation)
    {
        if (waiter.Loop == _target.Loop)
        {
            _target.AddWaiter(waiter, continuation);
        }
        else
        {
            waiter.Loop.Pools.ForeignTaskEnd.Rent().Start(waiter, _task, continuation);
        }
    }

    // Of another loop: what else awaits the task will have taken its fault by the end of its last frame. Of this one: the task knows who waits.
    private void LeaveFault()
    {
        if (_waiter!.Loop != _target.Loop)
        {
            _target.Shared = true;
            _target.Observed = false;
        }
    }
}
