using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Where a wait made of several others begins: goes on at once, but in a cancelled task throws with the next frame, as every other wait does
/// (<see cref="CancelledWait"/>).
/// </summary>
internal readonly struct CancelledFrame(TaskContext context) : ICriticalNotifyCompletion
{
    public bool IsCompleted => !context.IsCancelled;

    public CancelledFrame GetAwaiter() => this;

    public void GetResult()
    {
        if (context.IsCancelled)
        {
            context.ThrowCancelled();
        }
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    public void UnsafeOnCompleted(Action continuation) => CancelledWait.Resume(context, continuation);
}
