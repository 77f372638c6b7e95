namespace AsyncTick.Benchmarks;

/// <summary>The limit for a context: two arrays, swapped; one thread, no lock, no guarantee. Posts from other threads go through one spin gate.</summary>
public sealed class ArrayContext : SynchronizationContext, IPeerPump
{
    private (SendOrPostCallback Callback, object? State)[] _posted = new (SendOrPostCallback, object?)[1 << 17];
    private (SendOrPostCallback Callback, object? State)[] _running = new (SendOrPostCallback, object?)[1 << 17];
    private volatile int _count;
    private SpinLock _gate = new(enableThreadOwnerTracking: false);

    public override void Post(SendOrPostCallback d, object? state)
    {
        var taken = false;
        _gate.Enter(ref taken);
        if (_count == _posted.Length)
        {
            Array.Resize(ref _posted, _posted.Length * 2);
        }

        _posted[_count++] = (d, state);
        _gate.Exit(useMemoryBarrier: false);
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Pump() => DrainAll();

    public int DrainAll()
    {
        if (_count == 0)
        {
            return 0;
        }

        var taken = false;
        _gate.Enter(ref taken);
        (_posted, _running) = (_running, _posted);
        var count = _count;
        _count = 0;
        _gate.Exit(useMemoryBarrier: false);
        for (var i = 0; i < count; i++)
        {
            var (callback, state) = _running[i];
            callback(state);
        }

        return count;
    }
}
