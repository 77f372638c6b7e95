namespace AsyncTick;

/// <summary>Posts that were taken in together: one entry of the ready queue, run item by item, and put back in front when the budget ends in its middle.</summary>
internal sealed class RemoteBatch
{
    public RemoteItem[] Items = new RemoteItem[64];
    public int Count;
    public int Next;

    public int Left => Count - Next;

    /// <summary>The next post; the batch lets go of the one before. There must be one.</summary>
    public RemoteItem Take()
    {
        DropLast();
        return Items[Next++];
    }

    /// <summary>All of it has been taken.</summary>
    public void Clear()
    {
        DropLast();
        Count = Next = 0;
    }

    // While its memory is at hand, and not in a second pass over the whole batch. Until then a warning can name the code.
    private void DropLast()
    {
        if (Next > 0)
        {
            Items[Next - 1] = default;
        }
    }
}
