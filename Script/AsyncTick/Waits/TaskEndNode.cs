namespace AsyncTick;

/// <summary>A wait for the end of a task of the same loop, in that task's line. Pooled by its loop.</summary>
internal sealed class TaskEndNode(NodePools pools) : WaitNode
{
    public TaskEndNode? Before;
    public TaskEndNode? Behind;

    /// <summary>Where it stands; null when that task has ended, or never will.</summary>
    public TaskEndLine? Line;

    protected override void Detach() => Line?.Remove(this);

    protected override void Release() => pools.TaskEnd.Push(this);
}
