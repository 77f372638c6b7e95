namespace AsyncTick;

/// <summary>A wait for an event, in the event's line. Pooled by its loop.</summary>
internal sealed class EventNode(NodePools pools) : WaitNode
{
    public EventNode? Before;
    public EventNode? Behind;
    public AsyncManualResetEvent? Source;

    /// <summary>How often the event had been set when the wait began.</summary>
    public int Shot;

    protected override void Detach() => Source!.Leave(this);

    protected override void Release()
    {
        Source = null;
        pools.Event.Push(this);
    }
}
