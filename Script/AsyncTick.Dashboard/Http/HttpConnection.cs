using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace AsyncTick.Dashboard;

/// <summary>One connection: reads a request, writes its answer, reads the next. On the thread pool.</summary>
internal sealed class HttpConnection(Socket socket, HttpLimits limits) : IDisposable
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private readonly byte[] _buffer = new byte[limits.MaxHeaderBytes + 4];
    private int _filled;
    private long _silentSince = Stopwatch.GetTimestamp();

    /// <summary>Since when the peer owes a request or the rest of one, as a time stamp; 0 while one is answered. Any thread.</summary>
    public long SilentSince => Volatile.Read(ref _silentSince);

    /// <summary>Reads the next request; null when the peer has closed or says nothing for too long.</summary>
    /// <exception cref="HttpError">It is not one that this server takes.</exception>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Volatile.Write(ref _silentSince, Stopwatch.GetTimestamp());
        var begun = _filled > 0;
        limit.CancelAfterSeconds(begun ? limits.RequestSeconds : limits.IdleSeconds);
        try
        {
            int end;
            while ((end = _buffer.AsSpan(0, _filled).IndexOf(HeadEnd)) < 0)
            {
                if (_filled == _buffer.Length)
                {
                    throw new HttpError(431, $"The request's headers are longer than {limits.MaxHeaderBytes} bytes.");
                }

                var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), limit.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return null;
                }

                _filled += read;
                if (!begun)
                {
                    begun = true;
                    limit.CancelAfterSeconds(limits.RequestSeconds);
                }
            }

            var head = HttpHead.Parse(_buffer.AsSpan(0, end), limits.MaxBodyBytes);
            Consume(end + HeadEnd.Length);
            return new HttpRequest(head.Method, head.Path, head.Headers, await ReadBodyAsync(head.BodyLength, limit.Token).ConfigureAwait(false), head.KeepAlive);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return begun ? throw new HttpError(408, string.Create(CultureInfo.InvariantCulture, $"The request took longer than {limits.RequestSeconds:0.##} s.")) : null;
        }
        catch (SocketException)
        {
            return null;
        }
        finally
        {
            Volatile.Write(ref _silentSince, 0);
        }
    }

    /// <summary>Sends bytes; false when the peer has gone or does not take them in time.</summary>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfterSeconds(limits.WriteSeconds);
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await socket.SendAsync(bytes, limit.Token).ConfigureAwait(false)..];
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Ends when the peer closes, or sends anything where nothing more is to be said.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        try
        {
            await socket.ReceiveAsync(_buffer.AsMemory(0, 1), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // That is an end, too.
        }
    }

    /// <summary>Says that nothing more comes and gives the peer a moment to read what was sent before a reset could take it away.</summary>
    public async Task CloseAsync()
    {
        Volatile.Write(ref _silentSince, Stopwatch.GetTimestamp());
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            while (await socket.ReceiveAsync(_buffer, limit.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has gone already, or talks on regardless.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(int length, CancellationToken cancellation)
    {
        if (length == 0)
        {
            return default;
        }

        var body = new byte[length];
        var have = Math.Min(length, _filled);
        _buffer.AsSpan(0, have).CopyTo(body);
        Consume(have);
        while (have < length)
        {
            var read = await socket.ReceiveAsync(body.AsMemory(have), cancellation).ConfigureAwait(false);
            have += read > 0 ? read : throw new HttpError(400, "The body is shorter than its Content-Length.");
        }

        return body;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
