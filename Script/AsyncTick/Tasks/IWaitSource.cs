namespace AsyncTick;

/// <summary>What a task waits for, where a list can say more of it than a name.</summary>
internal interface IWaitSource
{
    string? Name { get; }

    /// <summary>The id of the task that is in the way; 0 for none, or none that is known.</summary>
    int HolderId { get; }

    /// <summary>What it is, and who is in the way of <paramref name="waiter"/>.</summary>
    string DescribeWaitOf(Waiter waiter);
}
