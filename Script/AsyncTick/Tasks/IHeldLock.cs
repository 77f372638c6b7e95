namespace AsyncTick;

/// <summary>A hold on a lock as the task list shows it.</summary>
internal interface IHeldLock
{
    LockInfo Describe();

    /// <summary>Which lock it is and where it was taken.</summary>
    string DescribeHold();
}
