using System.Buffers;

namespace AsyncTick.Net;

/// <summary>
/// Bytes on their way from a receiver on the pool to a reader on the game thread, in one piece. The receiver waits for room while more than the limit
/// is unread; until then its array, from the shared pool, grows and shrinks with what is unread. Any thread; one receiver, one reader.
/// </summary>
/// <remarks>No wait allocates.</remarks>
/// <param name="limit">Bytes that may be unread; more than the reader may want to see at once.</param>
internal sealed class ReceiveBuffer(int limit) : ReusableWait<Memory<byte>>
{
    private const int SmallBytes = 4096;
    private const int LeastRoom = 1024;

    // An array that a peer in a hurry has blown up is not kept for the whole conversation.
    private const int KeptBytes = 64 * 1024;

    private volatile IWakeable? _reader;
    private byte[] _bytes = [];
    private byte[]? _waste;
    private int _start;
    private int _end;
    private bool _isHeld;
    private bool _isDiscarded;

    /// <summary>Held by the reader while it looks at <see cref="Unread"/> and takes some of it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Under the gate: what has arrived and was not taken.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Under the gate: whether the receiver has ended, so that no more comes.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>For the reader: who is woken when something comes, from now on.</summary>
    public void Enter(IWakeable reader) => _reader = reader;

    /// <summary>For the reader, under the gate: bytes that need not be shown again.</summary>
    public void Take(int bytes)
    {
        _start += bytes;
        if (_isHeld && _end - _start <= limit / 2)
        {
            Wake();
        }

        ReturnIfOver();
    }

    /// <summary>For the reader: no one reads any more, so that what comes is thrown away.</summary>
    public void Discard()
    {
        lock (Gate)
        {
            _isDiscarded = true;
        }

        Wake();
    }

    /// <summary>For the receiver: where the next bytes go, waiting while too many are unread.</summary>
    public ValueTask<Memory<byte>> Room() => Begin(CancellationToken.None);

    /// <summary>For the receiver: so many were put there.</summary>
    public void Received(int bytes)
    {
        lock (Gate)
        {
            _end += _isDiscarded ? 0 : bytes;
        }

        _reader?.Wake();
    }

    /// <summary>For the receiver: no more comes; what is there can still be read.</summary>
    public void Complete()
    {
        lock (Gate)
        {
            IsCompleted = true;
            ReturnIfOver();
        }

        _reader?.Wake();
    }

    protected override bool TryTake(out Memory<byte> result)
    {
        lock (Gate)
        {
            var unread = _end - _start;
            if (_isDiscarded)
            {
                result = _waste ??= new byte[SmallBytes];
                return true;
            }

            _isHeld = unread >= limit || (_isHeld && unread > limit / 2);
            if (_isHeld)
            {
                result = default;
                return false;
            }

            MakeRoom(unread);
            result = _bytes.AsMemory(_end);
            return true;
        }
    }

    private void MakeRoom(int unread)
    {
        if (unread == 0)
        {
            _start = _end = 0;
            if (_bytes.Length is 0 or > KeptBytes)
            {
                MoveTo(ArrayPool<byte>.Shared.Rent(SmallBytes));
            }
        }
        else if (_bytes.Length - _end < LeastRoom)
        {
            // Moved within the array only when at least half of it was read: each byte is moved a bounded number of times.
            MoveTo(_start >= _bytes.Length / 2 ? _bytes : ArrayPool<byte>.Shared.Rent(_bytes.Length * 2));
        }
    }

    private void MoveTo(byte[] bytes)
    {
        Unread.CopyTo(bytes);
        (_start, _end) = (0, _end - _start);
        if (bytes != _bytes)
        {
            Return();
            _bytes = bytes;
        }
    }

    // Only once the receiver has ended: until then the system may write into it.
    private void ReturnIfOver()
    {
        if (IsCompleted && _start == _end)
        {
            _start = _end = 0;
            Return();
        }
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
