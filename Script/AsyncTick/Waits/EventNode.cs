namespace AsyncTick;

/// <summary>A wait for an event. Pooled by its loop.</summary>
internal sealed class EventNode(NodePools pools) : LineNode
{
    /// <summary>How often the event had been set when the wait began.</summary>
    public long SetsBefore;

    protected override void Release() => pools.Event.Return(this);
}
