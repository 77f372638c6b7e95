using System.Collections.Concurrent;

namespace AsyncTick.Benchmarks;

/// <summary>What most engines ship: a context over a <see cref="ConcurrentQueue{T}"/>, of which each frame runs what was there at its start.</summary>
public sealed class QueueContext : SynchronizationContext, IPeerPump
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    public override SynchronizationContext CreateCopy() => this;

    public void Pump()
    {
        for (var left = _queue.Count; left > 0 && _queue.TryDequeue(out var item); left--)
        {
            item.Callback(item.State);
        }
    }

    public int DrainAll()
    {
        var count = 0;
        while (_queue.TryDequeue(out var item))
        {
            item.Callback(item.State);
            count++;
        }

        return count;
    }
}
