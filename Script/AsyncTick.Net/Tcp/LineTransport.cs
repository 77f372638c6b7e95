using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>
/// The half of a <see cref="LineConnection"/> that runs on the pool: moves bytes between the socket and two bounded buffers, and closes the
/// socket in good order.
/// </summary>
internal sealed class LineTransport
{
    // Long enough for what is queued to reach the kernel, short enough that a canceled scope ends within two frames.
    private static readonly TimeSpan CanceledCloseLimit = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly TelnetFilter? _telnet;
    private readonly Task _receiving;
    private readonly Task _sending;
    private volatile bool _discard;
    private volatile string? _broken;

    /// <param name="socket">Connected.</param>
    /// <param name="stream">Over the socket; owns it.</param>
    /// <param name="options">Limits.</param>
    public LineTransport(Socket socket, Stream stream, LineOptions options)
    {
        _socket = socket;
        _stream = stream;
        Outgoing = new SendBuffer(options.MaxUnsentBytes);
        _telnet = options.Telnet ? new TelnetFilter(Outgoing.Offer) : null;

        // Above the longest line, or a reader that waits for its end would wait for ever.
        Incoming = new ReceiveBuffer(options.LongestLine + 4096);

        // Values of the code that connects would be posted along with each line.
        using (ExecutionContext.SuppressFlow())
        {
            _receiving = Task.Run(ReceiveLoop);
            _sending = Task.Run(SendLoop);
        }
    }

    /// <summary>What has arrived. Never ends with an error: what came before it can be read first; see <see cref="Broken"/>.</summary>
    public ReceiveBuffer Incoming { get; }

    /// <summary>What is to be sent.</summary>
    public SendBuffer Outgoing { get; }

    /// <summary>Why the connection broke; null while it has not, or when the peer has ended it. Set before <see cref="Incoming"/> is completed.</summary>
    public string? Broken => _broken;

    /// <summary>Sends what waits, ends the sending side, waits for the peer's own end, all within the limit, and closes. Never throws.</summary>
    public async Task Close(bool isCanceled, double seconds)
    {
        _discard = true;
        Outgoing.Complete();
        Incoming.Discard();
        if (isCanceled && Outgoing.Unsent == 0)
        {
            // The usual case when a scope ends: nothing is owed, so it can end in this very frame.
            ShutDown();
        }
        else
        {
            var limit = isCanceled ? CanceledCloseLimit : Durations.Of(seconds);
            await Within(_sending, limit);
            if (!isCanceled && _sending.IsCompletedSuccessfully)
            {
                await Within(_receiving, limit);
            }
        }

        DrainAndClose();
    }

    /// <summary>Closes the socket at once. Any thread.</summary>
    public void Abort()
    {
        _discard = true;
        _broken ??= "it was cut off here";
        _socket.Close(0);
    }

    private static async Task Within(Task loop, TimeSpan limit)
    {
        try
        {
            await loop.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            // The socket is closed next, which ends the loop.
        }
    }

    private static string Reason(Exception e)
    {
        var cause = e.InnerException ?? e;
        return LogText.Printable(cause is SocketException socket ? $"{socket.Message} ({socket.SocketErrorCode})" : cause.Message);
    }

    private void ShutDown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken or closed already.
        }
    }

    // Closing a socket with unread data makes the kernel send a reset, which can take away the last reply that was sent.
    private void DrainAndClose()
    {
        try
        {
            Span<byte> waste = stackalloc byte[4096];
            _socket.Blocking = false;
            for (var rounds = 0; rounds < 64 && _socket.Connected && _socket.Receive(waste, SocketFlags.None, out var error) > 0 && error == SocketError.Success; rounds++)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone: that is what is wanted.
        }

        _socket.Dispose();
        _stream.Dispose();
    }

    private async Task ReceiveLoop()
    {
        try
        {
            while (true)
            {
                var room = await Incoming.Room().ConfigureAwait(false);
                var received = await _stream.ReadAsync(room).ConfigureAwait(false);
                if (received == 0)
                {
                    break;
                }

                if (!_discard)
                {
                    Incoming.Received(_telnet is null ? received : _telnet.Filter(room.Span[..received]));
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            _broken ??= _discard ? "it was closed here" : Reason(e);
        }

        Incoming.Complete();
    }

    private async Task SendLoop()
    {
        try
        {
            while (await Outgoing.Take().ConfigureAwait(false) is { Length: > 0 } bytes)
            {
                await _stream.WriteAsync(bytes).ConfigureAwait(false);
                Outgoing.Sent(bytes.Length);
            }

            if (_stream is System.Net.Security.SslStream tls)
            {
                await tls.ShutdownAsync().ConfigureAwait(false);
            }

            ShutDown();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading side reports a broken connection; a writer sees it by the completed buffer.
            Outgoing.Complete();
        }
    }
}
