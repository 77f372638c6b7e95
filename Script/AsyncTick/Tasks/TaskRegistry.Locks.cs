namespace AsyncTick;

/// <summary>Which locks are held.</summary>
public sealed partial class TaskRegistry
{
    /// <summary>The locks that tasks hold now, each with its holder and those who wait for it; by holder, in order of start. Allocates.</summary>
    public IReadOnlyList<LockInfo> HeldLocks()
    {
        _loop.VerifyThread();
        var rows = new List<LockInfo>();
        _loop.RootScope.ForEachTask(record =>
        {
            for (var held = record.Details.Held; held is not null; held = held.NextHeld)
            {
                rows.Add(held.Describe());
            }
        });
        rows.Sort(static (a, b) => a.HolderId.CompareTo(b.HolderId));
        return rows;
    }
}
