namespace AsyncTick;

/// <summary>What the handles of tasks with and without a result have in common where their type is not known.</summary>
internal interface ITaskHandle
{
    /// <summary>The task, for one who will throw what it ends with.</summary>
    Task Taken { get; }

    TaskContext Context { get; }
}
