namespace AsyncTick;

/// <summary>A wait for a turn, of which each goes to one waiter. Its awaiter holds it until it has looked at <see cref="Granted"/> and returns it to the pool.</summary>
internal sealed class TurnNode(NodePools pools) : LineNode
{
    public string File = "";
    public int SourceLine;

    /// <summary>Which of the things that its object gives it waits for, where there are several.</summary>
    public int Mode;

    /// <summary>The hold that was made for it with its turn.</summary>
    public object? Hold;

    /// <summary>What was waited for is this waiter's; false after a cancellation.</summary>
    public bool Granted;

    /// <summary>The await that this wait is for.</summary>
    public SingleUse Use;

    public void Return()
    {
        Granted = false;
        Use.End();
        File = "";
        Mode = 0;
        Hold = null;
        pools.Turn.Return(this);
    }

    protected override void Release()
    {
    }
}
