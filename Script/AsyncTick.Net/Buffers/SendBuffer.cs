using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// Text on its way from the game thread to a sender on the pool: whole writes, in order. A write is taken while less than the limit is
/// unsent, otherwise it waits in line and has added nothing until its turn. Any thread; one sender.
/// </summary>
/// <remarks>Neither a write that need not wait nor a wait of the sender allocates once the buffers have their size.</remarks>
internal sealed class SendBuffer(int limit) : ReusableWait<ReadOnlyMemory<byte>>
{
    // A buffer that one large write has blown up is not kept.
    private const int KeptBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(byte[] Bytes, TaskCompletionSource<bool> Turn)> _writers = new();
    private byte[] _filling = [];
    private byte[] _sending = [];
    private int _filled;
    private long _unsent;
    private bool _completed;

    /// <summary>Bytes that were taken and not handed to the system yet.</summary>
    public long Unsent
    {
        get
        {
            lock (_gate)
            {
                return _unsent;
            }
        }
    }

    private bool MustWait => IsFull || _writers.Count > 0;

    private bool IsFull => _unsent > 0 && _unsent >= limit;

    /// <summary>Adds text and its end as one write.</summary>
    /// <returns>False when the buffer has ended: nothing was added.</returns>
    /// <exception cref="OperationCanceledException">Canceled while it waited: nothing was added.</exception>
    public ValueTask<bool> Write(string text, string end, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return new ValueTask<bool>(false);
            }

            if (MustWait)
            {
                return WaitInLine(Encoding.UTF8.GetBytes(text + end), cancellation);
            }

            MakeRoom(Encoding.UTF8.GetMaxByteCount(text.Length) + Encoding.UTF8.GetMaxByteCount(end.Length));
            Added(Encoding.UTF8.GetBytes(text, _filling.AsSpan(_filled)));
            Added(Encoding.UTF8.GetBytes(end, _filling.AsSpan(_filled)));
        }

        Wake();
        return new ValueTask<bool>(true);
    }

    /// <summary>Adds bytes and an end as one write; otherwise as for text.</summary>
    public ValueTask<bool> Write(ReadOnlySpan<byte> bytes, string end, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return new ValueTask<bool>(false);
            }

            if (MustWait)
            {
                return WaitInLine([.. bytes, .. Encoding.UTF8.GetBytes(end)], cancellation);
            }

            MakeRoom(bytes.Length + Encoding.UTF8.GetMaxByteCount(end.Length));
            bytes.CopyTo(_filling.AsSpan(_filled));
            Added(bytes.Length);
            Added(Encoding.UTF8.GetBytes(end, _filling.AsSpan(_filled)));
        }

        Wake();
        return new ValueTask<bool>(true);
    }

    /// <summary>Adds bytes if there is room for them at once; for answers that a peer could ask for without end.</summary>
    public void Offer(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_completed || IsFull)
            {
                return;
            }

            Add(bytes);
        }

        Wake();
    }

    /// <summary>For the sender: waits until there is something, then takes all of it. Empty once the buffer has ended and everything was taken.</summary>
    public ValueTask<ReadOnlyMemory<byte>> Take() => Begin(CancellationToken.None);

    protected override bool TryTake(out ReadOnlyMemory<byte> result)
    {
        lock (_gate)
        {
            if (_filled > 0)
            {
                result = _filling.AsMemory(0, _filled);
                (_filling, _sending) = (_sending, _filling);
                _filled = 0;
                return true;
            }

            if (_sending.Length > KeptBytes)
            {
                _sending = [];
            }

            result = default;
            return _completed;
        }
    }

    /// <summary>For the sender: some of what was taken is with the system; lets the next writers in.</summary>
    public void Sent(int bytes)
    {
        lock (_gate)
        {
            _unsent -= bytes;
            while (!_completed && !IsFull && _writers.First is { } first)
            {
                _writers.RemoveFirst();
                Add(first.Value.Bytes);
                first.Value.Turn.TrySetResult(true);
            }
        }
    }

    /// <summary>Takes no more; what is in it is still to be sent. Writers that wait have not written.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var (_, turn) in _writers)
            {
                turn.TrySetResult(false);
            }

            _writers.Clear();
        }

        Wake();
    }

    // Called under the gate: its place is that of the call.
    private ValueTask<bool> WaitInLine(byte[] bytes, CancellationToken cancellation) =>
        WaitInLine(_writers.AddLast((bytes, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously))), cancellation);

    private async ValueTask<bool> WaitInLine(LinkedListNode<(byte[] Bytes, TaskCompletionSource<bool> Turn)> place, CancellationToken cancellation)
    {
        try
        {
            return await place.Value.Turn.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is not null)
                {
                    _writers.Remove(place);
                    throw;
                }
            }

            // Its turn has come all the same: it is written.
            return await place.Value.Turn.Task;
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_filling.AsSpan(_filled));
        Added(bytes.Length);
    }

    private void Added(int bytes)
    {
        _filled += bytes;
        _unsent += bytes;
    }

    private void MakeRoom(int bytes)
    {
        if (_filling.Length - _filled < bytes)
        {
            Array.Resize(ref _filling, Math.Max(checked(_filled + bytes), Math.Min(Array.MaxLength / 2, _filling.Length) * 2));
        }
    }
}
