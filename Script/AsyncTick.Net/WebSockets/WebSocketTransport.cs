using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;

namespace AsyncTick.Net;

/// <summary>
/// The half of a <see cref="WebSocketConnection"/> that runs on the pool: moves whole messages between the socket and two bounded buffers, and
/// says goodbye.
/// </summary>
internal sealed class WebSocketTransport
{
    private const int ChunkBytes = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly string _name;
    private readonly WebSocketOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _receiving;
    private readonly Task _sending;
    private NetworkException? _failure;
    private readonly Timer _late;
    private volatile bool _isTooBig;

    public WebSocketTransport(WebSocket socket, string name, WebSocketOptions options)
    {
        _socket = socket;
        _name = name;
        _options = options;
        Incoming = new BoundedBuffer<WebSocketMessage>(int.MaxValue, options.MaxUnreadBytes);
        Outgoing = new BoundedBuffer<OutgoingMessage>(int.MaxValue, options.MaxUnsentBytes, static message => message.Return());

        // Values of the code that connects would be posted along with each message.
        using (ExecutionContext.SuppressFlow())
        {
            _late = new Timer(static transport => ((WebSocketTransport)transport!).CutOffLate(), this, Timeout.Infinite, Timeout.Infinite);

            // In this order: a peer that closes at once makes the receiving loop wait for the sending one.
            _sending = Task.Run(SendLoop);
            _receiving = Task.Run(ReceiveLoop);
        }
    }

    public BoundedBuffer<WebSocketMessage> Incoming { get; }

    public BoundedBuffer<OutgoingMessage> Outgoing { get; }

    /// <summary>Why the connection broke; null while it has not.</summary>
    public NetworkException? Failure => Volatile.Read(ref _failure);

    /// <summary>Sends what waits, says goodbye and waits for the peer's answer; after the limit the connection is cut. Never throws.</summary>
    public async Task Close(TimeSpan limit)
    {
        Outgoing.Complete();

        // Not read any more: lets the peer's last messages and its close through.
        Incoming.Close();
        try
        {
            await Task.WhenAll(_sending, _receiving).WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            _socket.Abort();
        }
    }

    /// <summary>Waits for both loops, which end at once when their socket is closed or cut, and frees everything.</summary>
    public async Task End(IDisposable? owner)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_sending, _receiving).ConfigureAwait(false);
        await _late.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        owner?.Dispose();
        _stop.Dispose();
    }

    // .NET has no words for these two.
    private static string Why(Exception e) => e is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted, InnerException: null }
        ? "the peer has sent text that is not UTF-8, or a close frame that is none." : NetworkException.Reason(e);

    private static bool IsBroken(Exception e) =>
        e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    private async Task ReceiveLoop()
    {
        var message = new ArrayBufferWriter<byte>(ChunkBytes);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(message.GetMemory(ChunkBytes), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Advance(received.Count);
                if (message.WrittenCount > _options.MaxMessageBytes)
                {
                    // Before the failure is known: the sender's goodbye gives the reason.
                    _isTooBig = true;
                    Fail(new NetworkException($"{_name} sent a message of more than {_options.MaxMessageBytes} bytes (MaxMessageBytes)."));
                    await ReadPast().ConfigureAwait(false);
                    return;
                }

                if (received.EndOfMessage)
                {
                    await Deliver(new WebSocketMessage(received.MessageType == WebSocketMessageType.Text, message.WrittenSpan.ToArray())).ConfigureAwait(false);
                    message = Reusable(message);
                }
            }

            Incoming.Complete();
            Outgoing.Complete();
            await _sending.ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            Fail(new NetworkException($"{_name} was lost{(message.WrittenCount > 0 ? " in the middle of a message" : "")}: {LogText.Printable(Why(e))}", e));
        }
    }

    // A peer that is cut off while it still sends sees a reset instead of the reason.
    private async Task ReadPast()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfterSeconds(_options.CloseSeconds);
        var waste = new byte[ChunkBytes];
        try
        {
            while ((await _socket.ReceiveAsync(waste.AsMemory(), limit.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }

            await _sending.ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // It has gone, or takes too long: it is cut off.
        }

        _socket.Abort();
    }

    // Once the reader has gone, messages are read past, so that the peer's close is still seen.
    private async ValueTask Deliver(WebSocketMessage message)
    {
        try
        {
            await Incoming.Write(message, message.Payload.Length, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    // One large message must not keep its memory for the whole conversation.
    private static ArrayBufferWriter<byte> Reusable(ArrayBufferWriter<byte> message)
    {
        if (message.Capacity > 16 * ChunkBytes)
        {
            return new ArrayBufferWriter<byte>(ChunkBytes);
        }

        message.ResetWrittenCount();
        return message;
    }

    private async Task SendLoop()
    {
        try
        {
            while (await Outgoing.WaitToRead(_stop.Token).ConfigureAwait(false))
            {
                while (Outgoing.TryRead(out var next))
                {
                    await Send(next).ConfigureAwait(false);
                }
            }

            await SayClose().ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            Fail(new NetworkException($"{_name} was lost while sending: {LogText.Printable(Why(e))}", e));
            _socket.Abort();
        }
    }

    private ValueTask Send(in OutgoingMessage message)
    {
        var sending = _socket.SendAsync(message.Payload, message.Type, endOfMessage: true, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return Sent(sending, message);
        }

        message.Return();
        return ValueTask.CompletedTask;
    }

    // The peer takes its time. What a broken send held is not given back: the socket may still look at it.
    private async ValueTask Sent(ValueTask sending, OutgoingMessage message)
    {
        _late.Change(Durations.Of(_options.SendSeconds), Timeout.InfiniteTimeSpan);
        try
        {
            await sending.ConfigureAwait(false);
        }
        finally
        {
            _late.Change(Timeout.Infinite, Timeout.Infinite);
        }

        message.Return();
    }

    private void CutOffLate()
    {
        // Before both loops find the socket cut.
        Fail(new NetworkException(string.Create(CultureInfo.InvariantCulture, $"{_name} has taken nothing for {_options.SendSeconds:0.##} s.")));
        _socket.Abort();
    }

    private async Task SayClose()
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        var (status, reason) = _isTooBig ? (WebSocketCloseStatus.MessageTooBig, "message too big") : (WebSocketCloseStatus.NormalClosure, "");
        try
        {
            await _socket.CloseOutputAsync(status, reason, CancellationToken.None).WaitAsync(Durations.Of(_options.CloseSeconds)).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e) || e is TimeoutException)
        {
            // It is gone already; that is where we are going, too.
        }
    }

    private void Fail(NetworkException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            Incoming.Complete(failure);
            Outgoing.Close();
        }
    }
}
