namespace AsyncTick;

/// <summary>Waits for a frame by number. Pooled by its loop.</summary>
internal sealed class FramesNode(NodePools pools) : PollNode
{
    public long Target { get; set; }

    protected override bool IsOver() => Waiter.FrameNumber >= Target;

    protected override void Return() => pools.Frames.Return(this);
}
