using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Where a wait made of several others begins: goes on at once, but in a canceled task throws with the next frame, as every other wait does
/// (<see cref="CanceledWait"/>).
/// </summary>
internal readonly struct CanceledFrame(TaskContext context) : ICriticalNotifyCompletion
{
    public bool IsCompleted => !context.IsCanceled;

    public CanceledFrame GetAwaiter() => this;

    public void GetResult()
    {
        if (context.IsCanceled)
        {
            context.ThrowCanceled();
        }
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    public void UnsafeOnCompleted(Action continuation) => CanceledWait.Resume(context, continuation);
}
