namespace AsyncTick;

/// <summary>
/// A wait for the end of a task, which the waiting task's cancellation ends, too: what awaiting a handle and awaiting its outcome have in common. Of a
/// task of the same loop it allocates nothing, and those who wait resume in their order.
/// </summary>
internal readonly struct TaskEndWait
{
    private readonly TaskContext _target;
    private readonly Task _task;
    private readonly TaskContext? _waiter;

    public TaskEndWait(TaskContext target, Task task)
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

    public int TargetId => _target.Id;

    public TaskScope TargetScope => _target.Scope;

    public TaskStatus Status => _task.Status;

    public bool IsCompleted
    {
        get
        {
            WaitGuard.VerifyMade(_target);
            if (_waiter is not null)
            {
                WaitGuard.Verify(_waiter);
            }

            return _task.IsCompleted;
        }
    }

    /// <summary>The wait is over. Throws when the waiting task was canceled; otherwise what the awaited one ended with is the caller's to throw.</summary>
    /// <exception cref="GameTaskCanceledException">The waiting task was canceled.</exception>
    public void End()
    {
        // A Defer that has begun meanwhile hides the cancellation which ended this wait; to go on here would block.
        if (_waiter is { } waiter && !_task.IsCompleted && (waiter.IsCanceled || waiter.Record.Details.CancelRequested))
        {
            LeaveFault();
            waiter.ThrowCanceled();
        }

        _target.Observed = true;
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        if (_waiter is null)
        {
            _task.GetAwaiter().UnsafeOnCompleted(continuation);
        }
        else if (_waiter.IsCanceled)
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
