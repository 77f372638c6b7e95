namespace AsyncTick.Benchmarks;

/// <summary>
/// The limit for a wheel: pooled nodes in slots of a millisecond, two minutes round. No order within a slot, no removal, no delay
/// longer than the wheel.
/// </summary>
public sealed class BareWheel : IBareTimers
{
    private const double SlotsPerSecond = 1_000;
    private readonly Node?[] _slots = new Node?[1 << 17];
    private Node? _free;
    private long _position;

    public void Add(double due, Action continuation)
    {
        var node = _free ?? new Node();
        _free = node.Next;
        node.Continuation = continuation;
        ref var slot = ref _slots[Math.Max(_position + 1, (long)Math.Ceiling(due * SlotsPerSecond)) & (_slots.Length - 1)];
        node.Next = slot;
        slot = node;
    }

    public void Fire(double now)
    {
        var end = (long)(now * SlotsPerSecond);
        while (_position < end)
        {
            ref var slot = ref _slots[++_position & (_slots.Length - 1)];
            var node = slot;
            slot = null;
            while (node is not null)
            {
                var next = node.Next;
                var continuation = node.Continuation!;
                node.Next = _free;
                _free = node;
                continuation();
                node = next;
            }
        }
    }

    private sealed class Node
    {
        public Node? Next { get; set; }

        public Action? Continuation { get; set; }
    }
}
