namespace AsyncTick;

/// <summary>
/// What other threads post, in order per producer. Producers take a spin gate for a few nanoseconds; the loop looks at
/// <see cref="IsEmpty"/> first, so a frame without posts touches no lock, and takes everything in one swap.
/// </summary>
/// <param name="doorbell">Told of the first post since the last <see cref="Take"/>, inside the gate, so that never after <see cref="Close"/>.</param>
/// <param name="recorder">Told of each post when it is taken.</param>
internal sealed unsafe class RemoteQueue(DoorbellBlock* doorbell, FlightRecorder recorder) : ITrimmable
{
    private const int LooksBeforePause = 32;

    private readonly Stack<RemoteBatch> _free = new();
    private RemoteBatch _open = new();
    private volatile int _count;
    private int _gate;
    private bool _closed;

    /// <summary>Any thread.</summary>
    public bool IsEmpty => Intake is { } intake ? intake.IsEmpty(_count) : _count == 0;

    /// <summary>Any thread. False when the loop has been disposed: the item was not kept.</summary>
    public bool TryEnqueue(SendOrPostCallback callback, object? state, Waiter waiter)
    {
        Enter();
        if (_closed)
        {
            Exit();
            return false;
        }

        var items = _open.Items;
        var count = _count;
        if (count == items.Length)
        {
            Array.Resize(ref _open.Items, count * 2);
            items = _open.Items;
        }

        items[count] = new RemoteItem(callback, state, waiter);
        _count = count + 1;
        if (count == 0)
        {
            // Never ask the bell whether it rings already: the answer may be older than the count above, and the loop would sleep over it.
            Volatile.Write(ref doorbell->Posted, 1);
            Volatile.Write(ref doorbell->Ready, 1);
        }

        Exit();
        return true;
    }

    /// <summary>What decides when posts are taken; null for at once and as they have come.</summary>
    public IPostIntake? Intake { get; set; }

    /// <summary>The code of the post that runs; null when none does, or it is no delegate. Loop thread.</summary>
    public Delegate? RunningCode => Running is { Next: > 0 } batch ? batch.Items[batch.Next - 1].Code as Delegate : null;

    /// <summary>Loop thread: the batch that is being run; null in between.</summary>
    public RemoteBatch? Running { get; set; }

    /// <summary>Loop thread: takes what was posted so far.</summary>
    public RemoteBatch Take()
    {
        var taken = Swap();
        Intake?.Arrange(taken, Swap);
        foreach (ref readonly var item in taken.Items.AsSpan(0, taken.Count))
        {
            recorder.Post(item.Waiter.Id, item.Thread);
        }

        return taken;
    }

    private RemoteBatch Swap()
    {
        var spare = _free.TryPop(out var free) ? free : new RemoteBatch();
        Enter();
        var taken = _open;
        taken.Count = _count;
        _open = spare;
        _count = 0;
        doorbell->Posted = 0;
        Exit();
        return taken;
    }

    /// <summary>Loop thread: a batch is not run any further for now. False when some of it is left; otherwise it is taken back.</summary>
    public bool EndRun(RemoteBatch batch)
    {
        Running = null;
        if (batch.Left > 0)
        {
            return false;
        }

        batch.Clear();
        _free.Push(batch);
        return true;
    }

    /// <summary>Never: it is looked at with the pools.</summary>
    public bool HasSurplus => false;

    /// <summary>Loop thread: lets go of batches that are idle, which are as large as the largest burst was. Returns 0.</summary>
    public int Trim(int most)
    {
        _free.Clear();
        return 0;
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
            // The holder is done in a few nanoseconds, and the shortest pause is longer.
            var looks = LooksBeforePause;
            while (Volatile.Read(ref _gate) != 0 && --looks > 0)
            {
            }

            if (looks == 0)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.Exchange(ref _gate, 1) != 0);
    }

    private void Exit() => Volatile.Write(ref _gate, 0);
}
