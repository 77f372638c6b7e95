namespace AsyncTick;

/// <summary>A wait for a turn, of which each goes to one waiter. Its awaiter holds it until it has looked at <see cref="Grantee"/> and returns it to the pool.</summary>
internal sealed class TurnNode(NodePools pools) : LineNode
{
    public string File = "";
    public int SourceLine;

    /// <summary>Which of the things that its object gives it waits for, where there are several.</summary>
    public int Mode;

    /// <summary>The hold that was made for it with its turn.</summary>
    public object? Hold;

    /// <summary>What it waits for.</summary>
    public ITurnGiver? Giver;

    /// <summary>The await that this wait is for.</summary>
    public SingleUse Use;

    private ListLink<TurnNode> _inGranted;

    /// <summary>Whose the turn is that was waited for; null before it was given, and after a cancellation.</summary>
    public Waiter? Grantee { get; private set; }

    public TurnNode? NextGranted => _inGranted.Next;

    /// <summary>The waiter has got its turn, and the loop knows of it until the waiter has come for it.</summary>
    public void Grant()
    {
        Grantee = Waiter;
        pools.Granted.AddFirst(this);
    }

    /// <summary>The waiter will not come for its turn.</summary>
    public void TakeBack()
    {
        EndGrant();
        Giver!.TakeBack(this);
    }

    public void Return()
    {
        EndGrant();
        Giver = null;
        Use.End();
        File = "";
        Mode = 0;
        Hold = null;
        pools.Turn.Return(this);
    }

    protected override void Release()
    {
    }

    private void EndGrant()
    {
        if (Grantee is not null)
        {
            Grantee = null;
            pools.Granted.Remove(this);
        }
    }

    /// <summary>The links of the list of turns that were given and not yet taken.</summary>
    internal readonly struct InGranted : IListLink<TurnNode>
    {
        public static ref ListLink<TurnNode> Of(TurnNode item) => ref item._inGranted;
    }
}
