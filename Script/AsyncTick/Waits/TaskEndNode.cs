namespace AsyncTick;

/// <summary>A wait for the end of a task of the same loop, in that task's line; in none when the task has ended, or never will. Pooled by its loop.</summary>
internal sealed class TaskEndNode(NodePools pools) : LineNode
{
    protected override void Release() => pools.TaskEnd.Return(this);
}
