namespace AsyncTick.Benchmarks;

/// <summary>Unity's shape: a list under a lock, swapped for another each frame.</summary>
public sealed class LockedListContext : SynchronizationContext, IPeerPump
{
    private readonly Lock _gate = new();
    private List<(SendOrPostCallback Callback, object? State)> _posted = [];
    private List<(SendOrPostCallback Callback, object? State)> _running = [];

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _posted.Add((d, state));
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Pump() => DrainAll();

    public int DrainAll()
    {
        lock (_gate)
        {
            (_posted, _running) = (_running, _posted);
        }

        foreach (var (callback, state) in _running)
        {
            callback(state);
        }

        var count = _running.Count;
        _running.Clear();
        return count;
    }
}
