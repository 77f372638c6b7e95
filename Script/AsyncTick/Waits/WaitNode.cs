namespace AsyncTick;

/// <summary>One pending wait of one task: a member of the task's list, so that cancelling the task finds it. Pooled by its kind. Loop thread only.</summary>
internal abstract class WaitNode
{
    public Waiter Waiter = null!;
    public Action? Continuation;
    private WaitNode? _previous;
    private WaitNode? _next;
    private bool _linked;

    public bool IsLinked => _linked;

    public WaitNode? NextInTask => _next;

    /// <summary>Joins the task's list of waits.</summary>
    public void Link(Waiter waiter, Action continuation)
    {
        Waiter = waiter;
        Continuation = continuation;
        var state = waiter.State;
        _next = state.Waits;
        if (_next is not null)
        {
            _next._previous = this;
        }

        state.Waits = this;
        _linked = true;
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

    /// <summary>The task was cancelled: leave what is waited on, then resume.</summary>
    public void CancelWait()
    {
        Detach();
        MakeReady();
    }

    /// <summary>Leaves what is waited on; nobody resumes, and nothing of the waiting code is held any more.</summary>
    public void Abandon()
    {
        Detach();
        Unlink();
        Forget();
    }

    /// <summary>Hands this node and all behind it to another state, in front of its own.</summary>
    public void MoveListTo(WaiterState state)
    {
        var last = this;
        while (last._next is { } next)
        {
            last = next;
        }

        last._next = state.Waits;
        if (state.Waits is { } behind)
        {
            behind._previous = last;
        }

        state.Waits = this;
    }

    /// <summary>Leaves the timer queue, event or list that would have ended the wait.</summary>
    protected abstract void Detach();

    /// <summary>Back to the pool, where the awaiter does not need the node any more.</summary>
    protected abstract void Release();

    /// <summary>The awaiter will not come back for the node.</summary>
    protected virtual void Forget() => Release();

    protected void Unlink()
    {
        if (_previous is not null)
        {
            _previous._next = _next;
        }
        else
        {
            Waiter.State.Waits = _next;
        }

        if (_next is not null)
        {
            _next._previous = _previous;
        }

        _previous = _next = null;
        _linked = false;
        Continuation = null;
        Waiter = null!;
    }
}
