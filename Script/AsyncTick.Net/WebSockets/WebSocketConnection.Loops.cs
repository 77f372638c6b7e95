using System.Buffers;
using System.Net.WebSockets;

namespace AsyncTick.Net;

// Everything here runs on the pool.
public sealed partial class WebSocketConnection
{
    private const int ChunkBytes = 16 * 1024;

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
                    Fail(new NetworkException($"{Name} sent a message of more than {_options.MaxMessageBytes} bytes (MaxMessageBytes)."));
                    await SayClose(WebSocketCloseStatus.MessageTooBig, "message too big").ConfigureAwait(false);
                    _socket.Abort();
                    return;
                }

                if (received.EndOfMessage)
                {
                    await Deliver(new WebSocketMessage(received.MessageType == WebSocketMessageType.Text, message.WrittenSpan.ToArray())).ConfigureAwait(false);
                    message = Reusable(message);
                }
            }

            _incoming.Complete();
            _outgoing.Complete();
            await _sending.ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            Fail(new NetworkException($"{Name} was lost{(message.WrittenCount > 0 ? " in the middle of a message" : "")}: {e.Message}", e));
        }
    }

    // Once the reader has gone, messages are read past, so that the peer's close is still seen.
    private async ValueTask Deliver(WebSocketMessage message)
    {
        try
        {
            await _incoming.Write(message, message.Payload.Length, _stop.Token).ConfigureAwait(false);
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
            while (await _outgoing.WaitToRead(_stop.Token).ConfigureAwait(false))
            {
                while (_outgoing.TryRead(out var next))
                {
                    var type = next.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                    await _socket.SendAsync(next.Payload.AsMemory(), type, endOfMessage: true, CancellationToken.None)
                        .AsTask().WaitAsync(TimeSpan.FromSeconds(_options.SendSeconds)).ConfigureAwait(false);
                }
            }

            await SayClose(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            Fail(new NetworkException($"{Name} has taken nothing for {_options.SendSeconds:0.##} s.", e));
            _socket.Abort();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            Fail(new NetworkException($"{Name} was lost while sending: {e.Message}", e));
            _socket.Abort();
        }
    }

    private async Task SayClose(WebSocketCloseStatus status, string reason)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            try
            {
                await _socket.CloseOutputAsync(status, reason, CancellationToken.None)
                    .WaitAsync(TimeSpan.FromSeconds(_options.CloseSeconds)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is WebSocketException or TimeoutException or ObjectDisposedException or IOException)
            {
                // It is gone already; that is where we are going, too.
            }
        }
    }

    private void Fail(NetworkException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _incoming.Complete(failure);
            _outgoing.Close();
        }
    }
}
