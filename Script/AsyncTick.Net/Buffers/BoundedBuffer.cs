using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick.Net;

/// <summary>
/// A queue between a library's threads and the game thread, bounded in entries and in bytes, because entries are as large as
/// the other side makes them. Any thread; one reader. Writers that wait are served in the order in which they came.
/// </summary>
/// <remarks>Each entry counts with what it costs beside its payload, so that a flood of empty ones is bounded, too. Unlike a bounded <see cref="System.Threading.Channels.Channel{T}"/> it knows bytes, and says what it dropped.</remarks>
internal sealed class BoundedBuffer<T>(int capacity, long capacityBytes, Action<T>? discard = null) : IItemSource<T>
{
    // The entry in the queue, and the header of the array that holds its payload.
    private const int EntryBytes = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(T Item, int Bytes)> _items = new();
    private readonly LinkedList<(T Item, int Bytes, TaskCompletionSource Turn)> _writers = new();
    private volatile IWakeable? _reader;
    private ReadableWait? _readable;
    private long _bytes;
    private long _dropped;
    private bool _completed;
    private Exception? _error;

    /// <summary>The payload that waits, without what the entries cost beside it.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    private bool IsFull => _items.Count >= capacity || (_items.Count > 0 && _bytes + ((long)_items.Count * EntryBytes) >= capacityBytes);

    // Under the gate; throws the error it ended with.
    private bool IsOver => _completed && _items.Count == 0 && (_error is null ? true : throw _error);

    /// <summary>Adds without waiting; false when something was dropped, or the buffer has ended.</summary>
    public bool Offer(T item, int bytes, OverflowPolicy policy)
    {
        var kept = true;
        lock (_gate)
        {
            if (_completed)
            {
                discard?.Invoke(item);
                return false;
            }

            if (IsFull)
            {
                kept = false;
                _dropped++;
                if (policy == OverflowPolicy.DropOldest)
                {
                    var oldest = _items.Dequeue();
                    _bytes -= oldest.Bytes;
                    discard?.Invoke(oldest.Item);
                }
                else
                {
                    discard?.Invoke(item);
                    if (policy == OverflowPolicy.DropNewest)
                    {
                        return false;
                    }

                    _completed = true;
                    _error = new NetworkException($"The buffer of {capacity} messages ({capacityBytes} bytes) is full: messages come faster than they are handled, and none may be dropped (OverflowPolicy.Fail).");
                }
            }

            if (!_completed)
            {
                _items.Enqueue((item, bytes));
                _bytes += bytes;
            }
        }

        // Outside the lock: a woken reader must not find it taken.
        _reader?.Wake();
        return kept;
    }

    /// <summary>Adds, waiting in line while the buffer is full. The item belongs to the buffer from here on; when this throws it was discarded.</summary>
    /// <exception cref="OperationCanceledException">Canceled, or the reader has ended the buffer: nothing was added.</exception>
    public ValueTask Write(T item, int bytes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_completed)
            {
                discard?.Invoke(item);
                return ValueTask.FromException(Ended());
            }

            if (IsFull || _writers.Count > 0)
            {
                return WaitInLine(_writers.AddLast((item, bytes, NewSignal())), cancellation);
            }

            Add(item, bytes);
        }

        _reader?.Wake();
        return ValueTask.CompletedTask;
    }

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            if (!_items.TryDequeue(out var next))
            {
                item = default;
                return false;
            }

            item = next.Item;
            _bytes -= next.Bytes;
            while (!_completed && !IsFull && _writers.First is { } first)
            {
                _writers.RemoveFirst();
                Add(first.Value.Item, first.Value.Bytes);
                first.Value.Turn.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>False once the buffer has ended and everything was read; throws the error it ended with. Allocates nothing in steady state.</summary>
    public ValueTask<bool> WaitToRead(CancellationToken cancellation) => (_readable ??= new ReadableWait(this)).Start(cancellation);

    /// <summary>Everything that comes, on the game thread, giving way to other tasks when much is ready. Allocates nothing per item.</summary>
    public IAsyncEnumerable<T> ReadAll(CancellationToken cancellation = default) => new ItemStream<T>(this, cancellation);

    /// <inheritdoc/>
    public void Enter(IWakeable reader)
    {
        if (!ReferenceEquals(_reader, reader))
        {
            _reader = _reader is { IsWaiting: true } ? throw new InvalidOperationException("Another task waits for what comes next; one task reads.") : reader;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out T item, out bool isEnd)
    {
        lock (_gate)
        {
            isEnd = IsOver;
            return TryRead(out item!) || isEnd;
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
    }

    /// <summary>Nothing more is taken; what is in it can still be read. Writers that wait have not written.</summary>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            _error = error;
            foreach (var (item, _, turn) in _writers)
            {
                discard?.Invoke(item);
                turn.TrySetException(Ended());
            }

            _writers.Clear();
        }

        _reader?.Wake();
    }

    /// <summary>Ends the buffer and discards what was not read.</summary>
    public void Close()
    {
        Complete();
        while (TryRead(out var item))
        {
            discard?.Invoke(item);
        }
    }

    private static OperationCanceledException Ended() => new("The reader has ended.");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask WaitInLine(LinkedListNode<(T Item, int Bytes, TaskCompletionSource Turn)> place, CancellationToken cancellation)
    {
        try
        {
            await place.Value.Turn.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is not null)
                {
                    _writers.Remove(place);
                    discard?.Invoke(place.Value.Item);
                    throw;
                }
            }

            // Out of the line already: it was added, or the buffer has ended.
            await place.Value.Turn.Task;
        }
    }

    private void Add(T item, int bytes)
    {
        _items.Enqueue((item, bytes));
        _bytes += bytes;
    }

    private sealed class ReadableWait(BoundedBuffer<T> buffer) : ReusableWait<bool>
    {
        public ValueTask<bool> Start(CancellationToken cancellation) => Begin(cancellation);

        protected override void OnBegin() => buffer.Enter(this);

        protected override bool TryTake(out bool result)
        {
            lock (buffer._gate)
            {
                result = buffer._items.Count > 0;
                return result || buffer.IsOver;
            }
        }
    }
}
