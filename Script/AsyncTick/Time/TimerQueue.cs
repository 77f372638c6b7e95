namespace AsyncTick;

/// <summary>
/// Waits of one clock in order of due time, ties in order of creation; a canceled wait leaves at once. The earliest due time is kept
/// where the host can read it. Loop thread only.
/// </summary>
/// <remarks>
/// A heap of what is near, behind a wheel of what is not: a wait goes into a slot of a millisecond, and into the heap, which keeps the exact
/// order, only when its slot has come. So adding, firing and canceling cost the same with a million waits as with a thousand. Few waits
/// need no wheel. All links are numbers in one table, which keeps the garbage collector out of it.
/// </remarks>
/// <param name="nextDue">Where the earliest due time is kept; positive infinity for none. Never late; up to a slot early while the wheel is in use.</param>
/// <param name="memoryOwner">Keeps that memory alive.</param>
/// <param name="bell">Set to 1 with each wait, where the host cannot read the earliest due time; null where it can.</param>
internal sealed unsafe partial class TimerQueue(double* nextDue, object memoryOwner, int* bell = null) : ITrimmable
{
    private const int None = -1;
    private const int MostPrefetched = 256;

    private Cell[] _cells = new Cell[16];
    private int _cellCount;
    private int _freeCell = None;
    private Pool<TimerNode>? _idle;
    private long _sequence;

    /// <summary>One wait. <see cref="Place"/> is its heap index, or one of the negative codes below.</summary>
    private struct Cell
    {
        public double Due;
        public long Sequence;
        public TimerNode? Node;
        public int Place;
        public int Next;
        public int Previous;
    }

    public object MemoryOwner { get; } = memoryOwner;

    /// <summary>Waits pending, without those for ever and the loop's own.</summary>
    public int Count { get; private set; }

    public double NextDue => *nextDue;

    // No word of a surplus: a task is idle for each of these, and so its record tells.
    private Pool<TimerNode> Idle => _idle ??= new Pool<TimerNode>(() => new TimerNode { Queue = this, IsPooled = true }, static () => { }, LetGo);

    public bool HasSurplus => Idle.HasSurplus;

    public TimerNode Rent() => Idle.Rent();

    public void Return(TimerNode node) => Idle.Return(node);

    /// <inheritdoc/>
    /// <remarks>When that was all, the tables shrink as well, which looks through them once.</remarks>
    public int Trim(int most)
    {
        var count = Idle.Trim(most);
        if (count > 0 && count < most)
        {
            Compact();
        }

        return count;
    }

    public void Add(TimerNode node, double due)
    {
        node.Queue = this;
        node.Due = due;
        var index = node.Cell;
        if (index == None)
        {
            node.Cell = index = TakeCell(node);
        }

        ref var cell = ref _cells[index];
        cell.Due = due;
        cell.Sequence = _sequence++;
        cell.Place = None;
        if (double.IsPositiveInfinity(due))
        {
            return;
        }

        Count += node.IsInternal ? 0 : 1;
        if (!TryAddToWheel(ref cell, index))
        {
            Push(index);
        }

        *nextDue = Math.Min(*nextDue, DueOfPlace(in cell));
        if (bell != null)
        {
            *bell = 1;
        }
    }

    public void Remove(TimerNode node)
    {
        var index = node.Cell;
        if (index == None)
        {
            return;
        }

        if (_cells[index].Place != None)
        {
            Count -= node.IsInternal ? 0 : 1;
            if (_cells[index].Place >= 0)
            {
                RemoveFromHeap(_cells[index].Place);
            }
            else
            {
                RemoveFromWheel(ref _cells[index]);
            }

            _cells[index].Place = None;
            UpdateNextDue();
        }

        FreeCell(node);
    }

    /// <summary>Takes out the next wait that is due at <paramref name="now"/>, or null.</summary>
    public TimerNode? TakeDue(double now)
    {
        if (!(*nextDue <= now))
        {
            return null;
        }

        if (TurnWheel(now))
        {
            PrefetchDue();
        }

        if (_heapCount == 0 || _cells[_heap[0]].Due > now)
        {
            UpdateNextDue();
            return null;
        }

        var index = _heap[0];
        var node = _cells[index].Node!;
        RemoveFromHeap(0);
        _cells[index].Place = None;
        Count -= node.IsInternal ? 0 : 1;
        UpdateNextDue();
        FreeCell(node);
        return node;
    }

    /// <summary>
    /// With a hundred thousand waits what a due one touches is in no cache, and one link leads to the next: asking for all of a frame's at once waits
    /// once instead of for each. Hints only.
    /// </summary>
    private void PrefetchDue()
    {
        var count = Math.Min(_heapCount, MostPrefetched);
        for (var place = 0; place < count; place++)
        {
            CacheHint.Prefetch(ref _cells[_heap[place]].Node, 64);
        }

        for (var place = 0; place < count; place++)
        {
            if (_cells[_heap[place]].Node is { } node)
            {
                CacheHint.Prefetch(ref node.Waiter, 0);
                CacheHint.Prefetch(ref node.Continuation, 0);
            }
        }

        for (var place = 0; place < count; place++)
        {
            if (_cells[_heap[place]].Node?.Waiter is { } waiter)
            {
                CacheHint.Prefetch(ref waiter.State, 64);
            }
        }

        for (var place = 0; place < count; place++)
        {
            _cells[_heap[place]].Node?.Waiter?.State.Prefetch();
        }
    }

    private void UpdateNextDue() =>
        *nextDue = Math.Min(_heapCount == 0 ? double.PositiveInfinity : _cells[_heap[0]].Due, _wheelDue);

    private void LetGo(TimerNode node)
    {
        node.IsPooled = false;
        if (node.Cell != None)
        {
            FreeCell(node);
        }
    }

    // Numbers the cells anew, without those that are free.
    private void Compact()
    {
        var numbers = new int[_cellCount];
        var used = 0;
        for (var i = 0; i < _cellCount; i++)
        {
            if (_cells[i].Node is { } node)
            {
                node.Cell = numbers[i] = used;
                _cells[used++] = _cells[i];
            }
        }

        Array.Resize(ref _cells, Math.Max(16, used));
        _cellCount = used;
        _freeCell = None;
        for (var place = 0; place < _heapCount; place++)
        {
            _heap[place] = numbers[_heap[place]];
        }

        Array.Resize(ref _heap, Math.Max(16, _heapCount));
        RenumberWheel(numbers);
    }

    private int TakeCell(TimerNode node)
    {
        var index = _freeCell;
        if (index == None)
        {
            if (_cellCount == _cells.Length)
            {
                Array.Resize(ref _cells, _cells.Length * 2);
            }

            index = _cellCount++;
        }
        else
        {
            _freeCell = _cells[index].Next;
        }

        _cells[index].Node = node;
        return index;
    }

    // A pooled node keeps its cell; another may never come back.
    private void FreeCell(TimerNode node)
    {
        if (node.IsPooled)
        {
            return;
        }

        ref var cell = ref _cells[node.Cell];
        cell.Node = null;
        cell.Next = _freeCell;
        _freeCell = node.Cell;
        node.Cell = None;
    }
}
