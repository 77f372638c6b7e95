namespace AsyncTick;

/// <summary>One pending wait of one task: a member of the task's list, so that canceling the task finds it. Pooled by its kind. Loop thread only.</summary>
internal abstract class WaitNode
{
    public Waiter Waiter = null!;
    public Action? Continuation;
    private ListLink<WaitNode> _inTask;

    public bool IsLinked => IntrusiveList<WaitNode, InTask>.IsLinked(this);

    public WaitNode? NextInTask => _inTask.Next;

    /// <summary>Joins the task's list of waits.</summary>
    public void Link(Waiter waiter, Action continuation)
    {
        Waiter = waiter;
        Continuation = continuation;
        var state = waiter.State;
        state.Waits.AddFirst(this);
        state.NotePending(continuation);
    }

    /// <summary>Leaves the task's list and puts the continuation among the ready work.</summary>
    public void MakeReady()
    {
        var waiter = Waiter;
        var continuation = Continuation!;
        Unlink();
        waiter.Resume(continuation);
        Release();
    }

    /// <summary>The task was canceled: leave what is waited on, then resume.</summary>
    public void CancelWait()
    {
        Detach();
        MakeReady();
    }

    /// <summary>Leaves what is waited on; nothing resumes, and nothing of the waiting code is held any more.</summary>
    public void Abandon()
    {
        Detach();
        Unlink();
        Forget();
    }

    /// <summary>Leaves the timer queue, event or list that would have ended the wait.</summary>
    protected abstract void Detach();

    /// <summary>Back to the pool, where the awaiter does not need the node any more.</summary>
    protected abstract void Release();

    /// <summary>The awaiter will not come back for the node.</summary>
    protected virtual void Forget() => Release();

    protected void Unlink()
    {
        Waiter.State.Waits.Remove(this);
        Continuation = null;
        Waiter = null!;
    }

    /// <summary>The links of a task's list of waits.</summary>
    internal readonly struct InTask : IListLink<WaitNode>
    {
        public static ref ListLink<WaitNode> Of(WaitNode item) => ref item._inTask;
    }
}
