using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>A wait for a turn that says whether there was one, instead of throwing when there will be none any more.</summary>
internal readonly struct TurnOrEndAwaitable(TurnAwaitable turn) : ICriticalNotifyCompletion
{
    public bool IsCompleted => turn.IsCompleted;

    public TurnOrEndAwaitable GetAwaiter() => this;

    public bool GetResult() => turn.End();

    public void OnCompleted(Action continuation) => turn.OnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => turn.UnsafeOnCompleted(continuation);
}
