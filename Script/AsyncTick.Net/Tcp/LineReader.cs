namespace AsyncTick.Net;

/// <summary>
/// The reading half of a <see cref="LineConnection"/> on the game thread: lines as strings or as bytes, or text, out of what the transport has
/// received. One task reads.
/// </summary>
internal sealed class LineReader : IItemSource<string>, IItemSource<ReadOnlyMemory<byte>>, IWakeable
{
    private readonly LineTransport _transport;
    private readonly LineScanner _scanner;
    private readonly FrameQuota? _quota;
    private readonly PeerDebt _debt;
    private readonly string _peerName;
    private readonly QuotaTurn _turn;
    private readonly ItemWait _line;
    private IWakeable? _reader;
    private TextWait? _text;
    private byte[] _utf8 = [];
    private LineFormatException? _formatError;

    public LineReader(LineTransport transport, LineScanner scanner, PeerDebt debt, string peerName, FrameQuota? quota)
    {
        _transport = transport;
        _scanner = scanner;
        _debt = debt;
        _peerName = peerName;
        _quota = quota;
        _turn = new QuotaTurn(this);
        _line = new ItemWait(this);
    }

    /// <summary>Whether a task waits.</summary>
    public bool IsWaiting => _reader is { IsWaiting: true };

    /// <summary>Nothing is read any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Lines read so far.</summary>
    public long LinesRead { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    public ValueTask<string?> ReadLine() => _line.Start();

    /// <summary>Whatever comes next; null at the end.</summary>
    public ValueTask<string?> ReadText() => (_text ??= new TextWait(this)).Start();

    /// <inheritdoc/>
    public void Wake() => _reader?.Wake();

    /// <inheritdoc/>
    public void Enter(IWakeable reader)
    {
        if (IsWaiting)
        {
            throw new InvalidOperationException($"Another task still waits to read from {_peerName}; one task reads a connection.");
        }

        if (IsClosed)
        {
            throw new NetworkException($"The connection to {_peerName} was closed here.");
        }

        if (_formatError is { } error)
        {
            throw new LineFormatException(error.Message);
        }

        _reader = reader;
        _transport.Incoming.Enter(reader);
    }

    /// <inheritdoc/>
    public void Leave()
    {
        _quota?.Leave(_turn);
        _debt.EndRead();
    }

    bool IItemSource<string>.TryTake(out string item, out bool isEnd)
    {
        item = null!;
        try
        {
            lock (_transport.Incoming.Gate)
            {
                var hasLine = TryFind(out var line, out var taken, out isEnd);
                if (hasLine)
                {
                    item = LineScanner.Decode(line);
                    LinesRead++;
                    _transport.Incoming.Take(taken);
                }

                return hasLine || isEnd;
            }
        }
        catch (LineFormatException e)
        {
            _formatError = e;
            throw;
        }
    }

    // Copied: what has arrived is moved when more comes, and the reader may wait while it uses a line.
    bool IItemSource<ReadOnlyMemory<byte>>.TryTake(out ReadOnlyMemory<byte> item, out bool isEnd)
    {
        item = default;
        try
        {
            lock (_transport.Incoming.Gate)
            {
                var hasLine = TryFind(out var line, out var taken, out isEnd);
                if (hasLine)
                {
                    LineScanner.Check(line);
                    if (line.Length > _utf8.Length)
                    {
                        Array.Resize(ref _utf8, Math.Max(line.Length, _utf8.Length * 2));
                    }

                    line.CopyTo(_utf8);
                    item = _utf8.AsMemory(0, line.Length);
                    LinesRead++;
                    _transport.Incoming.Take(taken);
                }

                return hasLine || isEnd;
            }
        }
        catch (LineFormatException e)
        {
            _formatError = e;
            throw;
        }
    }

    // Under the gate. False, too, while the line that is there waits for its turn: a wait that is canceled has taken nothing.
    private bool TryFind(out ReadOnlySpan<byte> line, out int taken, out bool isEnd)
    {
        var incoming = _transport.Incoming;
        isEnd = false;
        taken = 0;
        line = default;
        if (_scanner.HasLine(incoming.Unread))
        {
            if (_quota?.TryPass(_turn) == false)
            {
                _debt.EndRead();
                return false;
            }

            line = _scanner.TakeLine(incoming.Unread, out taken);
            return true;
        }

        if (!incoming.IsCompleted)
        {
            _debt.BeginRead();
            return false;
        }

        ThrowIfBroken();
        taken = incoming.Unread.Length;
        isEnd = !_scanner.TryTakeRest(incoming.Unread, out line);
        return !isEnd;
    }

    private bool TryTakeText(out string? text)
    {
        text = null;
        var incoming = _transport.Incoming;
        lock (incoming.Gate)
        {
            var next = _scanner.TakeText(incoming.Unread, incoming.IsCompleted, out var taken);
            if (next.Length > 0 || incoming.IsCompleted)
            {
                incoming.Take(taken);
                text = next;
            }
        }

        switch (text)
        {
            case null:
                _debt.BeginRead();
                return false;
            case "":
                ThrowIfBroken();
                text = null;
                return true;
            default:
                return true;
        }
    }

    private void ThrowIfBroken()
    {
        if (_transport.Broken is { } reason)
        {
            throw new NetworkException($"The connection to {_peerName} broke: {reason}.");
        }
    }

    private sealed class ItemWait(LineReader reader) : ReusableWait<string?>
    {
        public ValueTask<string?> Start() => Begin(Async.Token);

        protected override void OnBegin() => reader.Enter(this);

        protected override bool TryTake(out string? result) => ((IItemSource<string>)reader).TryTake(out result!, out _);

        protected override void OnEnded() => reader.Leave();
    }

    private sealed class TextWait(LineReader reader) : ReusableWait<string?>
    {
        public ValueTask<string?> Start() => Begin(Async.Token);

        protected override void OnBegin() => reader.Enter(this);

        protected override bool TryTake(out string? result) => reader.TryTakeText(out result);

        protected override void OnEnded() => reader.Leave();
    }
}
