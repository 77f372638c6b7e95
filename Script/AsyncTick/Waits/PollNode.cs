namespace AsyncTick;

/// <summary>
/// A wait that is asked once a frame, in its place in line, whether it is over. The task is not resumed for the question. The
/// frame queue's entry and the awaiter both hold the node; the last one to let go returns it to its pool.
/// </summary>
internal abstract class PollNode : WaitNode
{
    private int _holders;

    /// <summary>The await that this wait is for.</summary>
    public SingleUse Use;

    public Exception? Fault { get; private set; }

    public void Start(Waiter waiter, Action continuation)
    {
        Fault = null;
        Use.Begin();
        if (waiter.IsCanceled)
        {
            _holders = 1;
            waiter.ResumeNextFrame(continuation);
            return;
        }

        _holders = 2;
        Link(waiter, continuation);
        waiter.PollNextFrame(this);
    }

    /// <summary>Asks, and runs the continuation in this very step when the wait is over. Only while linked; a canceled wait's entry is let go instead.</summary>
    /// <returns>Whether the task was resumed.</returns>
    public bool Poll()
    {
        var waiter = Waiter;
        bool isOver;
        try
        {
            isOver = IsOver();
        }
        catch (Exception fault)
        {
            Fault = fault;
            isOver = true;
        }

        // The question itself may have canceled the task.
        if (!IsLinked)
        {
            LetGo();
        }
        else if (isOver)
        {
            var continuation = Continuation!;
            Unlink();
            LetGo();
            waiter.State.NoteResumed(continuation);
            continuation();
            return true;
        }
        else
        {
            waiter.PollNextFrame(this);
        }

        return false;
    }

    /// <summary>One of the two holders is done with the node.</summary>
    public void LetGo()
    {
        if (--_holders == 0)
        {
            Fault = null;
            Use.End();
            Return();
        }
    }

    /// <summary>Whether the wait is over. Runs in the waiting task's name; an exception ends the wait and is thrown at the await.</summary>
    protected abstract bool IsOver();

    /// <summary>The node is not held any more: forget what it asked and go back to the pool.</summary>
    protected abstract void Return();

    // A canceled node stays in the frame queue until its entry comes up.
    protected override void Detach()
    {
    }

    protected override void Release()
    {
    }

    // Only the queue's entry is left to hold it.
    protected override void Forget()
    {
        _holders = 1;
        ForgetQuestion();
    }

    /// <summary>Lets go of what was asked.</summary>
    protected virtual void ForgetQuestion()
    {
    }
}
