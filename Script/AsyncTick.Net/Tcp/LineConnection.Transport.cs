using System.Net.Sockets;

namespace AsyncTick.Net;

public sealed partial class LineConnection
{
    // Long enough for what is queued to reach the kernel, short enough that a cancelled scope ends within two frames.
    private static readonly TimeSpan CancelledCloseLimit = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Ends the conversation in good order: what was written is sent, the peer is told, and its own end is waited for, all
    /// within <see cref="LineOptions.CloseSeconds"/>, or 10 ms when the task is being cancelled. Never throws. Plain waits
    /// only, so that it also works in a <c>finally</c>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _discard = true;
        await _outgoing.Writer.CompleteAsync();
        if (!_reading)
        {
            await _incoming.Reader.CompleteAsync();
        }

        var cancelled = SynchronizationContext.Current is TaskContext && Async.IsCancellationRequested;
        if (cancelled && Volatile.Read(ref _unsent) == 0)
        {
            // The usual case when a scope ends: nothing is owed, so it can end in this very frame.
            ShutDown();
        }
        else
        {
            var limit = cancelled ? CancelledCloseLimit : TimeSpan.FromSeconds(_options.CloseSeconds);
            await Within(_sending, limit);
            if (!cancelled && _sending.IsCompletedSuccessfully)
            {
                await Within(_receiving, limit);
            }
        }

        DrainAndClose();
        _writeTurn.Dispose();
    }

    /// <summary>Closes the socket at once; whoever waits on this connection gets a <see cref="NetworkException"/>. Any thread.</summary>
    public void Abort()
    {
        _discard = true;
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
    }

    private async Task ReceiveLoop()
    {
        Exception? error = null;
        try
        {
            var writer = _incoming.Writer;
            while (true)
            {
                var memory = writer.GetMemory(4096);
                var received = await _socket.ReceiveAsync(memory, SocketFlags.None).ConfigureAwait(false);
                if (received == 0)
                {
                    break;
                }

                if (_discard)
                {
                    continue;
                }

                writer.Advance(received);
                await writer.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (SocketException e)
        {
            error = e;
        }
        catch (ObjectDisposedException)
        {
            error = new SocketException((int)SocketError.OperationAborted);
        }

        await _incoming.Writer.CompleteAsync(error).ConfigureAwait(false);
    }

    private async Task SendLoop()
    {
        var reader = _outgoing.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync().ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                {
                    for (var rest = segment; !rest.IsEmpty;)
                    {
                        var sent = await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false);
                        Interlocked.Add(ref _unsent, -sent);
                        rest = rest[sent..];
                    }
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            ShutDown();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reading side reports a broken connection; a writer sees it by the completed pipe.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }
}
