namespace AsyncTick;

/// <summary>
/// Waits of one clock in order of due time, ties in order of creation; a canceled wait leaves at once. The earliest due time is kept
/// where the host can read it. Loop thread only.
/// </summary>
/// <remarks>
/// A wheel of what is not near: a wait goes into a slot of a millisecond, and when the slot has come, sorted into the run of those that come next.
/// What is near already goes into a heap. So adding, firing and canceling cost the same with a million waits as with a thousand. Few waits
/// need no wheel. All links are numbers in one table, which keeps the garbage collector out of it.
/// </remarks>
/// <param name="nextDue">Where the earliest due time is kept; positive infinity for none. Never late; up to a slot early while the wheel is in use.</param>
/// <param name="memoryOwner">Keeps that memory alive.</param>
/// <param name="bell">Set to 1 with each wait, where the host cannot read the earliest due time; null where it can.</param>
internal sealed unsafe partial class TimerQueue(double* nextDue, object memoryOwner, int* bell = null) : ITrimmable
{
    private const int None = -1;
    private const int InRun = int.MinValue;

    private readonly DueRun _run = new();
    private Cell[] _cells = new Cell[16];
    private int _cellCount;
    private int _freeCell = None;
    private Pool<TimerNode>? _idle;
    private long _sequence;

    // While waits that were due are still to be taken: no earlier time than theirs is given to one that comes now, which would else go before them.
    private double _earliest = double.NegativeInfinity;

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
        cell.Due = due = Math.Max(due, _earliest);
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
            Unlink(index);
            UpdateNextDue();
        }

        FreeCell(node);
    }

    /// <summary>A frame begins with waits that are due at <paramref name="now"/>. Returns which those are, for <see cref="TakeDue"/>.</summary>
    public DueLimit BeginDue(double now)
    {
        _earliest = now;
        return new DueLimit(now, _sequence);
    }

    /// <summary>Takes out the next wait within <paramref name="limit"/>, or answers null: that was the last.</summary>
    public TimerNode? TakeDue(in DueLimit limit)
    {
        if (*nextDue <= limit.Until)
        {
            int index;
            bool isWithin;
            do
            {
                index = First();
                isWithin = index != None && limit.Includes(_cells[index].Due, _cells[index].Sequence);
            }
            while ((!isWithin || _wheelDue <= _cells[index].Due) && TurnWheel(limit.Until));

            if (isWithin)
            {
                var node = _cells[index].Node!;
                Count -= node.IsInternal ? 0 : 1;
                Unlink(index);
                FreeCell(node);
                return node;
            }

            UpdateNextDue();
        }

        if (_earliest == limit.Until)
        {
            _earliest = double.NegativeInfinity;
        }

        return null;
    }

    // In the run it stays as an entry without a wait.
    private void Unlink(int index)
    {
        ref var cell = ref _cells[index];
        if (cell.Place >= 0)
        {
            RemoveFromHeap(cell.Place);
        }
        else if (cell.Place != InRun)
        {
            RemoveFromWheel(ref cell);
        }

        cell.Place = None;
    }

    private bool IsInRun(in DueRun.Entry entry) => _cells[entry.Cell].Place == InRun && _cells[entry.Cell].Sequence == entry.Sequence;

    /// <summary>The next of those that are in order; <see cref="None"/> when all are in slots to come.</summary>
    private int First()
    {
        while (_run.Count > 0 && !IsInRun(in _run.First))
        {
            _run.RemoveFirst();
        }

        var inRun = _run.Count == 0 ? None : _run.First.Cell;
        if (_heapCount == 0)
        {
            return inRun;
        }

        return inRun == None || IsBefore(in _cells[_heap[0]], in _cells[inRun]) ? _heap[0] : inRun;
    }

    private void UpdateNextDue()
    {
        var first = First();
        *nextDue = Math.Min(first == None ? double.PositiveInfinity : _cells[first].Due, _wheelDue);
    }

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
            numbers[i] = _cells[i].Node is null ? None : used++;
        }

        _run.Renumber(entry => IsInRun(in entry) ? numbers[entry.Cell] : None);
        for (var i = 0; i < _cellCount; i++)
        {
            if (_cells[i].Node is { } node)
            {
                node.Cell = numbers[i];
                _cells[numbers[i]] = _cells[i];
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
