namespace AsyncTick;

/// <summary>
/// Current on a pool thread after <see cref="Async.SwitchToThreadPool"/>: remembers which task the code belongs to, so that
/// it can come back, and keeps what it awaits on the pool meanwhile.
/// </summary>
internal sealed class PoolContext(Waiter owner) : SynchronizationContext
{
    public Waiter Owner { get; } = owner;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!Owner.IsAbandoned)
        {
            Owner.OffThread.Leave();
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Context.Run(work.Callback, work.State), (Context: this, Callback: d, State: state), preferLocal: true);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Run(SendOrPostCallback callback, object? state)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        catch (Exception fault)
        {
            Owner.ReportFault(fault);
        }
        finally
        {
            SetSynchronizationContext(previous);
            Owner.OffThread.Return();
        }
    }
}
