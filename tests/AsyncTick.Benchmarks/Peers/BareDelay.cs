using System.Runtime.CompilerServices;

namespace AsyncTick.Benchmarks;

/// <summary>Awaits a bare timer.</summary>
public readonly struct BareDelay(IBareTimers timers, double due) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public BareDelay GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => timers.Add(due, continuation);
}
