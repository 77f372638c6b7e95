namespace AsyncTick;

/// <summary>A wait for the end of a task of the same loop, in that task's line. Pooled by its loop.</summary>
internal sealed class TaskEndNode(NodePools pools) : WaitNode
{
    public TaskEndNode? Before;
    public TaskEndNode? Behind;

    /// <summary>Whose line it is in; null when that task has ended, or never will.</summary>
    public TaskDetails? Target;

    public void Start(TaskContext context, TaskContext target, Action continuation)
    {
        Link(context, continuation);

        // An abandoned task's record is gone; nothing but a cancellation ends the wait for it.
        if (target.Record.Context == target)
        {
            target.Record.Details.AddWaiter(this);
        }
    }

    protected override void Detach() => Target?.RemoveWaiter(this);

    protected override void Release() => pools.TaskEnd.Push(this);
}
