namespace AsyncTick;

/// <summary>Who holds a lock, the first one first. Loop thread only.</summary>
/// <param name="line">Those who wait for it.</param>
/// <param name="released">A hold has ended: others may have their turn.</param>
internal sealed class HoldList(TurnLine line, Action released) : IWaitSource
{
    private readonly Stack<Hold> _free = new();
    private IntrusiveList<Hold, Hold.InLock> _holds;

    public TurnLine Line => line;

    public int Count { get; private set; }

    public TaskContext? Holder => _holds.First?.Holder;

    public string? Name => line.Name;

    public int HolderId => Holder?.Id ?? 0;

    /// <summary>A task gets a hold.</summary>
    public Hold Add(TaskContext holder, string kind, string file, int sourceLine)
    {
        if (!_free.TryPop(out var hold))
        {
            hold = new Hold(this);
        }

        hold.Begin(holder, kind, file, sourceLine);
        Join(hold);
        return hold;
    }

    /// <summary>A hold that was let go for a while is its task's again, and what was handed out for it is valid again.</summary>
    public void Resume(Hold hold, TaskContext holder, string kind, string file, int sourceLine)
    {
        hold.Begin(holder, kind, file, sourceLine);
        Join(hold);
    }

    /// <summary>Lets a hold go until <see cref="Resume"/> or <see cref="Drop"/>.</summary>
    public void Suspend(Hold hold)
    {
        hold.End();
        _holds.Remove(hold);
        Count--;
        released();
    }

    /// <summary>A suspended hold is not to be resumed.</summary>
    public void Drop(Hold hold)
    {
        hold.Void();
        _free.Push(hold);
    }

    public void Release(Hold hold)
    {
        Drop(hold);
        Suspend(hold);
    }

    /// <summary>The hold of a task; null when it has none.</summary>
    public Hold? Find(TaskContext holder)
    {
        var hold = _holds.First;
        while (hold is not null && hold.Holder != holder)
        {
            hold = IntrusiveList<Hold, Hold.InLock>.Next(hold);
        }

        return hold;
    }

    public string DescribeWaitOf(Waiter waiter)
    {
        if (_holds.First is not { } first)
        {
            return line.Label;
        }

        return Count == 1 ? first.DescribeTo(waiter) : $"{first.DescribeTo(waiter)}, and {Count - 1} more";
    }

    private void Join(Hold hold)
    {
        _holds.AddLast(hold);
        Count++;
    }
}
