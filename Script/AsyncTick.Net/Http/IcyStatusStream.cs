namespace AsyncTick.Net;

/// <summary>
/// Lets <see cref="HttpClient"/> talk to Shoutcast servers, which answer <c>ICY 200 OK</c> instead of an HTTP status
/// line: hands out <c>HTTP/1.0 200 OK</c> in its place and everything else unchanged.
/// </summary>
internal sealed class IcyStatusStream : Stream
{
    private static ReadOnlySpan<byte> Wrong => "ICY "u8;

    private static ReadOnlySpan<byte> Right => "HTTP/1.0 "u8;

    private readonly Stream _inner;
    private readonly byte[] _head = new byte[16];
    private int _headStart;
    private int _headEnd;
    private bool _started;

    internal IcyStatusStream(Stream inner) => _inner = inner;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_started)
        {
            await ReadHead(cancellationToken).ConfigureAwait(false);
        }

        if (_headStart < _headEnd && buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, _headEnd - _headStart);
            _head.AsSpan(_headStart, count).CopyTo(buffer.Span);
            _headStart += count;
            return count;
        }

        return await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This connection is only read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    // The first bytes may arrive one at a time; a decision needs four of them, or the end.
    private async ValueTask ReadHead(CancellationToken cancellation)
    {
        while (_headEnd < Wrong.Length)
        {
            var read = await _inner.ReadAsync(_head.AsMemory(_headEnd, Wrong.Length - _headEnd), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            _headEnd += read;
        }

        if (_head.AsSpan(0, _headEnd).SequenceEqual(Wrong))
        {
            Right.CopyTo(_head);
            _headEnd = Right.Length;
        }

        _started = true;
    }
}
