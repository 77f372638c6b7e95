namespace AsyncTick.Net;

/// <summary>What has arrived from an HTTP client and was not used yet. One reader.</summary>
internal sealed class HttpInput(Stream stream)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>What is there. Valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Ready => _buffer.AsSpan(_start, _end - _start);

    public void Take(int bytes) => _start += bytes;

    /// <summary>Everything that is left, for whatever protocol follows.</summary>
    public byte[] TakeRest()
    {
        var rest = Ready.ToArray();
        _start = _end;
        return rest;
    }

    /// <summary>Waits for more; the caller bounds how much there may be.</summary>
    /// <returns>False when the client has ended what it sends.</returns>
    /// <exception cref="NetworkException">The connection broke.</exception>
    public async PooledTask<bool> Fill()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var larger = _start > 0 ? _buffer : new byte[_buffer.Length * 2];
            Ready.CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }

        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), Async.Token);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new NetworkException($"the connection broke: {LogText.Printable((e.InnerException ?? e).Message)}", e);
        }
    }

    public static bool IsBroken(Exception e) => e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException or InvalidOperationException;
}
