using System.Runtime.CompilerServices;

namespace AsyncTick.Benchmarks;

/// <summary>The limit for a frame await in an <c>async Task</c>: an awaiter that puts its continuation into an array. No context, no task list, no cancellation, no order against anything else.</summary>
public sealed class BareFrames : IPeerPump
{
    private Action[] _waiting = new Action[1 << 17];
    private Action[] _running = new Action[1 << 17];
    private int _count;

    public Awaitable NextFrame() => new(this);

    public void Pump() => DrainAll();

    public int DrainAll()
    {
        (_waiting, _running) = (_running, _waiting);
        var count = _count;
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            _running[i]();
        }

        return count;
    }

    public readonly struct Awaitable(BareFrames owner) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Awaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => owner._waiting[owner._count++] = continuation;
    }
}
