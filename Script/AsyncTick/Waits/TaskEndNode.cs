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

        if (target.Record.Context == target)
        {
            target.Record.Details.AddWaiter(this);
        }
        else if (target.HasEnded)
        {
            // Since the awaiter was asked whether it had.
            MakeReady();
        }

        // An abandoned task has neither: nothing but a cancellation ends the wait for it.
    }

    protected override void Detach() => Target?.RemoveWaiter(this);

    protected override void Release() => pools.TaskEnd.Push(this);
}
