using System.Collections.Concurrent;

namespace AsyncTick.Benchmarks;

/// <summary>Godot's shape: a <see cref="BlockingCollection{T}"/>, drained in each frame; here up to what was there at its start, or a yield would never let it end.</summary>
public sealed class BlockingContext : SynchronizationContext, IPeerPump
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override SynchronizationContext CreateCopy() => this;

    public void Pump()
    {
        for (var left = _queue.Count; left > 0 && _queue.TryTake(out var item); left--)
        {
            item.Callback(item.State);
        }
    }

    public int DrainAll()
    {
        var count = 0;
        while (_queue.TryTake(out var item))
        {
            item.Callback(item.State);
            count++;
        }

        return count;
    }
}
