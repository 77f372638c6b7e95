namespace AsyncTick;

/// <summary>
/// What other threads post, in order per producer. Producers take a spin gate for a few nanoseconds; the loop looks at
/// <see cref="IsEmpty"/> first, so a frame without posts touches no lock, and takes everything in one swap.
/// </summary>
/// <param name="bell">Set to 1 with each post, inside the gate, so that never after <see cref="Close"/>.</param>
internal sealed unsafe class RemoteQueue(int* bell)
{
    private WorkItem[] _items = new WorkItem[64];
    private WorkItem[] _taken = new WorkItem[64];
    private volatile int _count;
    private int _gate;
    private bool _closed;

    /// <summary>Any thread.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Any thread. False when the loop has been disposed: the item was not kept.</summary>
    public bool TryEnqueue(in WorkItem item)
    {
        Enter();
        if (_closed)
        {
            Exit();
            return false;
        }

        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        _items[_count] = item;
        _count++;
        Volatile.Write(ref *bell, 1);
        Exit();
        return true;
    }

    /// <summary>Loop thread: moves what was posted so far behind <paramref name="ready"/>.</summary>
    public void TakeInto(WorkQueue ready)
    {
        Enter();
        (_items, _taken) = (_taken, _items);
        var count = _count;
        _count = 0;
        Exit();

        var taken = _taken.AsSpan(0, count);
        ready.EnqueueAll(taken);
        taken.Clear();
    }

    public void Close()
    {
        Enter();
        _closed = true;
        Exit();
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _gate, 1) == 0)
        {
            return;
        }

        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.Exchange(ref _gate, 1) != 0);
    }

    private void Exit() => Volatile.Write(ref _gate, 0);
}
