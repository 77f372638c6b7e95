namespace AsyncTick;

/// <summary>Posts that were taken in together: one entry of the ready queue, run item by item, and put back in front when the budget ends in its middle.</summary>
internal sealed class RemoteBatch
{
    public RemoteItem[] Items = new RemoteItem[64];
    public int Count;
    public int Next;

    public int Left => Count - Next;

    /// <summary>The next post, which the batch does not hold any more. There must be one.</summary>
    public RemoteItem Take()
    {
        ref var place = ref Items[Next++];
        var item = place;

        // Now that its memory is at hand, and not in a second pass over the whole batch.
        place = default;
        return item;
    }

    /// <summary>All of it has been taken.</summary>
    public void Clear() => Count = Next = 0;
}
