namespace AsyncTick;

/// <summary>Posts that were taken in together: one entry of the ready queue, run item by item, and put back in front when the budget ends in its middle.</summary>
internal sealed class RemoteBatch
{
    public RemoteItem[] Items = new RemoteItem[64];
    public int Count;
    public int Next;

    public int Left => Count - Next;

    public void Clear()
    {
        Array.Clear(Items, 0, Count);
        Count = Next = 0;
    }
}
