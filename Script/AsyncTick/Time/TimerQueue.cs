namespace AsyncTick;

/// <summary>
/// Waits of one clock in order of due time, ties in order of creation: a four-way heap whose nodes know their place, so
/// that a cancelled wait leaves at once. The earliest due time is kept where the host can read it. Loop thread only.
/// </summary>
/// <param name="nextDue">Where the earliest due time is kept; positive infinity for none.</param>
/// <param name="memoryOwner">Keeps that memory alive.</param>
/// <param name="bell">Set to 1 with each wait, where the host cannot read the earliest due time; null where it can.</param>
internal sealed unsafe class TimerQueue(double* nextDue, object memoryOwner, int* bell = null)
{
    private const int Arity = 4;
    private TimerNode[] _heap = new TimerNode[16];
    private TimerNode[] _free = new TimerNode[16];
    private int _count;
    private int _freeCount;
    private long _sequence;

    public object MemoryOwner { get; } = memoryOwner;

    public int Count => _count;

    public double NextDue => *nextDue;

    public TimerNode Rent()
    {
        if (_freeCount == 0)
        {
            return new TimerNode { Queue = this, IsPooled = true };
        }

        var node = _free[--_freeCount];
        _free[_freeCount] = null!;
        return node;
    }

    public void Return(TimerNode node)
    {
        if (_freeCount == _free.Length)
        {
            Array.Resize(ref _free, _free.Length * 2);
        }

        _free[_freeCount++] = node;
    }

    public void Add(TimerNode node, double due)
    {
        node.Queue = this;
        node.Due = due;
        node.Sequence = _sequence++;
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _heap.Length * 2);
        }

        SiftUp(node, _count++);
        *nextDue = _heap[0].Due;
        if (bell != null)
        {
            *bell = 1;
        }
    }

    public void Remove(TimerNode node)
    {
        var index = node.HeapIndex;
        if (index < 0)
        {
            return;
        }

        node.HeapIndex = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last != node)
        {
            if (index > 0 && IsBefore(last, _heap[(index - 1) / Arity]))
            {
                SiftUp(last, index);
            }
            else
            {
                SiftDown(last, index);
            }
        }

        *nextDue = _count == 0 ? double.PositiveInfinity : _heap[0].Due;
    }

    /// <summary>Takes out the next wait that is due at <paramref name="now"/>, or null.</summary>
    public TimerNode? TakeDue(double now)
    {
        if (!(*nextDue <= now))
        {
            return null;
        }

        var node = _heap[0];
        Remove(node);
        return node;
    }

    private static bool IsBefore(TimerNode a, TimerNode b) => a.Due < b.Due || (a.Due == b.Due && a.Sequence < b.Sequence);

    private void SiftUp(TimerNode node, int index)
    {
        var heap = _heap;
        while (index > 0)
        {
            var parentIndex = (index - 1) / Arity;
            var parent = heap[parentIndex];
            if (!IsBefore(node, parent))
            {
                break;
            }

            heap[index] = parent;
            parent.HeapIndex = index;
            index = parentIndex;
        }

        heap[index] = node;
        node.HeapIndex = index;
    }

    private void SiftDown(TimerNode node, int index)
    {
        var heap = _heap;
        while (true)
        {
            var firstChild = (index * Arity) + 1;
            if (firstChild >= _count)
            {
                break;
            }

            var best = firstChild;
            var end = Math.Min(firstChild + Arity, _count);
            for (var child = firstChild + 1; child < end; child++)
            {
                if (IsBefore(heap[child], heap[best]))
                {
                    best = child;
                }
            }

            if (!IsBefore(heap[best], node))
            {
                break;
            }

            heap[index] = heap[best];
            heap[index].HeapIndex = index;
            index = best;
        }

        heap[index] = node;
        node.HeapIndex = index;
    }
}
