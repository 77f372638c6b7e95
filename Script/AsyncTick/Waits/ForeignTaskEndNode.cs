namespace AsyncTick;

/// <summary>
/// A wait for the end of a task of another loop. That task cannot be made to forget who waits, so the node goes back to its pool only when
/// both are over: the wait, and the task.
/// </summary>
internal sealed class ForeignTaskEndNode : WaitNode
{
    private readonly NodePools _pools;
    private readonly Action _onEnd;
    private int _holders;

    public ForeignTaskEndNode(NodePools pools)
    {
        _pools = pools;
        _onEnd = OnEnd;
    }

    public void Start(Waiter waiter, Task task, Action continuation)
    {
        _holders = 2;
        Link(waiter, continuation);
        task.GetAwaiter().UnsafeOnCompleted(_onEnd);
    }

    protected override void Detach()
    {
    }

    protected override void Release()
    {
        if (--_holders == 0)
        {
            _pools.ForeignTaskEnd.Return(this);
        }
    }

    // A step of the waiting task, whose context was current when the wait began.
    private void OnEnd()
    {
        if (!IsLinked)
        {
            Release();
            return;
        }

        var waiter = Waiter;
        var continuation = Continuation!;
        Unlink();
        Release();
        Release();
        waiter.State.NoteResumed(continuation);
        continuation();
    }
}
