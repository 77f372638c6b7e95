namespace AsyncTick;

/// <summary>Turns that can be counted: free ones go to the first in line, and stay for the next to come when none waits. Loop thread only but for <see cref="Add"/>.</summary>
internal sealed class TurnCounter : ITurnSource
{
    private readonly TurnLine _line;
    private readonly Action<TurnNode>? _granted;
    private readonly Action? _spare;
    private readonly Action _serve;
    private long _count;

    /// <param name="line">Those who wait for one.</param>
    /// <param name="count">How many there are to begin with.</param>
    /// <param name="granted">Called for a waiter that has got its turn, before it goes on.</param>
    /// <param name="spare">Called when there are turns left after all who waited have one.</param>
    public TurnCounter(TurnLine line, long count, Action<TurnNode>? granted = null, Action? spare = null)
    {
        _line = line;
        _count = count;
        _granted = granted;
        _spare = spare;
        _serve = Serve;
    }

    /// <summary>How many are free. Any thread.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether the next to come need not wait.</summary>
    public bool IsFree => Count > 0 && _line.Count == 0;

    /// <summary>Adds free turns. Any thread.</summary>
    /// <exception cref="OverflowException">There would be more than can be counted; nothing was added.</exception>
    public void Add(long turns)
    {
        long before;
        do
        {
            before = Count;
        }
        while (Interlocked.CompareExchange(ref _count, checked(before + turns), before) != before);

        _line.Serve(_serve);
    }

    /// <summary>A wait of the calling task, which may be none.</summary>
    public TurnAwaitable Wait(TaskContext context, WaitKind kind, object? detail, string file, int line) =>
        new(this, _line, context, IsFree && !context.IsCanceled ? null : TurnLine.Rent(context, kind, detail, file, line));

    /// <inheritdoc/>
    public bool TryTake()
    {
        // Only this thread takes; others only add.
        var isFree = IsFree;
        if (isFree)
        {
            Interlocked.Decrement(ref _count);
        }

        return isFree;
    }

    /// <inheritdoc/>
    public void Enter(TurnNode node, TaskContext context, Action continuation)
    {
        _line.Enter(node, context, continuation);
        Serve();
    }

    /// <inheritdoc/>
    public void GiveBack() => Add(1);

    private void Serve()
    {
        while (Count > 0 && _line.TryGrant(out var node))
        {
            Interlocked.Decrement(ref _count);
            _granted?.Invoke(node);
            node.MakeReady();
        }

        if (Count > 0)
        {
            _spare?.Invoke();
        }
    }
}
