namespace AsyncTick;

/// <summary>A wait for a time. Pooled by its loop unless it belongs to a longer-lived object.</summary>
internal sealed class TimerNode : WaitNode
{
    public double Due;

    /// <summary>Where its queue keeps it; -1 for nowhere.</summary>
    public int Cell = -1;
    public TimerQueue? Queue;
    public bool IsPooled;

    /// <summary>The loop's own: no code waits for it, so it is not counted.</summary>
    public bool IsInternal;

    /// <summary>For the maker of one that is not pooled.</summary>
    public object? Owner;

    /// <summary>Called instead of resuming a task, for timers of <see cref="LoopTimeProvider"/> that belong to no task.</summary>
    public Action? Callback;

    /// <summary>Called once when the wait is over, in any way.</summary>
    public Action? OnReleased;

    public void CancelIfPending()
    {
        if (IsLinked)
        {
            CancelWait();
        }
    }

    protected override void Detach() => Queue?.Remove(this);

    protected override void Release()
    {
        if (IsPooled)
        {
            Queue!.Return(this);
        }
        else
        {
            OnReleased?.Invoke();
        }
    }
}
