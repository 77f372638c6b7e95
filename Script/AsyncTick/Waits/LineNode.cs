namespace AsyncTick;

/// <summary>A wait in a <see cref="WaitLine"/>. Its awaiter holds it until it has looked at <see cref="Granted"/> and returns it to the pool.</summary>
internal sealed class LineNode(NodePools pools) : WaitNode
{
    public LineNode? Before;
    public LineNode? Behind;
    public WaitLine? Line;
    public string File = "";
    public int SourceLine;

    /// <summary>What was waited for is this waiter's; false after a cancellation.</summary>
    public bool Granted;

    public void Return()
    {
        Granted = false;
        Line = null;
        File = "";
        pools.Line.Push(this);
    }

    protected override void Detach() => Line?.Leave(this);

    protected override void Release()
    {
    }
}
