using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A wait of a task for what it started: over when the node is woken, when the deadline comes, or when the task is canceled. It
/// does not say which and throws nothing; the caller looks.
/// </summary>
internal readonly struct SignalAwaitable(TimerNode node, TaskContext context, LoopClock? clock, double due) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public SignalAwaitable GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    public void UnsafeOnCompleted(Action continuation)
    {
        if (context.IsCanceled)
        {
            CanceledWait.Resume(context, continuation);
            return;
        }

        node.Link(context, continuation);
        if (clock is not null)
        {
            clock.Timers.Add(node, due);
        }
    }
}
