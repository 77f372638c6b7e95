namespace AsyncTick;

/// <summary>A lock as the task list shows it.</summary>
internal interface IHeldLock
{
    string? Name { get; }

    /// <summary>The id of the task that holds it; 0 for none.</summary>
    int HolderId { get; }

    LockInfo Describe();

    /// <summary>Which lock it is and where it was taken.</summary>
    string DescribeHold();

    /// <summary>Which lock it is, and who holds it in the way of <paramref name="waiter"/>.</summary>
    string DescribeWaitOf(Waiter waiter);
}
