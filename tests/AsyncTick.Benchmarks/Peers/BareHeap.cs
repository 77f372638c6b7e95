namespace AsyncTick.Benchmarks;

/// <summary>The limit for a heap: the framework's own four-way heap of delegates.</summary>
public sealed class BareHeap : IBareTimers
{
    private readonly PriorityQueue<Action, double> _heap = new();

    public void Add(double due, Action continuation) => _heap.Enqueue(continuation, due);

    public void Fire(double now)
    {
        while (_heap.TryPeek(out var continuation, out var due) && due <= now)
        {
            _heap.Dequeue();
            continuation();
        }
    }
}
