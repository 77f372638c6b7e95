using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What changes with each wait of a task: its pending waits, and whether its outermost method is in one of them. Loop thread only.</summary>
internal abstract class WaiterState
{
    /// <summary>How the outermost method resumes; known once it has waited with its loop.</summary>
    public Action? OwnContinuation;

    /// <summary>Its pending waits, the latest first.</summary>
    public IntrusiveList<WaitNode, WaitNode.InTask> Waits;

    /// <summary>Waits of inner methods that are not the outermost one's.</summary>
    public int OtherPending;
    public OwnWait OwnWait;

    /// <summary>A cancellation has been delivered: every wait ends with it. Set for detached work, too, so that waits look further there: see <see cref="Waiter.IsCanceled"/>.</summary>
    public bool Cancel;

    /// <summary>Stands for the detached work of a loop: what ended tasks have left running.</summary>
    public bool IsDetached;

    /// <summary>What lists call it.</summary>
    public abstract string DisplayName { get; }

    /// <summary>A wait is about to begin with <paramref name="continuation"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NotePending(Action continuation)
    {
        if (ReferenceEquals(continuation, OwnContinuation))
        {
            OwnWait = OwnWait.Await;
        }
        else
        {
            OtherPending++;
            NoteCandidate(continuation);
        }
    }

    /// <summary>A wait is over and <paramref name="continuation"/> is about to run.</summary>
    public void NoteResumed(Action continuation)
    {
        if (ReferenceEquals(continuation, OwnContinuation))
        {
            OwnWait = OwnWait.None;
        }
        else
        {
            OtherPending--;
        }
    }

    /// <summary>Asks for what a resume touches to be fetched into the processor's caches. A hint.</summary>
    public abstract void Prefetch();

    /// <summary>A continuation that may turn out to be the outermost method's.</summary>
    protected abstract void NoteCandidate(Action continuation);
}
