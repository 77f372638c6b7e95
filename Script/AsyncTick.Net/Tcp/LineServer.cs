using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>
/// A TCP server for lines of text (asyncio's <c>start_server</c>). Accepts, serves and closes on the game thread, inside a
/// scope of its own below the scope of the task that started it; each client has a child scope, so that whatever its
/// handler starts ends with it. Game thread only.
/// </summary>
/// <remarks>
/// Cancelling or disposing closes the listening socket at once, then every client in good order. A port may be used again
/// at once after that; two servers on one port are refused. A handler that throws ends its own client only.
/// </remarks>
[DebuggerDisplay("{Endpoint}: {ClientCount} clients")]
public sealed class LineServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly LineServerOptions _options;
    private readonly Func<LineConnection, Task> _serve;
    private readonly TaskScope _scope;
    private readonly GameLoop _loop;
    private readonly FrameQuota _lines;
    private readonly HashSet<LineConnection> _clients = [];
    private readonly GameTask _accepting;

    private LineServer(Socket listener, Func<LineConnection, Task> serve, LineServerOptions options)
    {
        _listener = listener;
        _serve = serve;
        _options = options;
        Endpoint = (IPEndPoint)listener.LocalEndPoint!;
        _scope = Async.Scope.CreateChild($"tcp {Endpoint}");
        _loop = _scope.Loop;
        _lines = new FrameQuota(_scope, options.MaxLinesPerFrame, $"tcp {Endpoint} line quota");
        _accepting = _scope.Start(Accept, $"tcp {Endpoint} accept");
        if (double.IsFinite(options.IdleSeconds))
        {
            _ = _scope.Start(CloseIdleClients, $"tcp {Endpoint} idle check");
        }
    }

    /// <summary>Where the server listens; the real port when 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Clients connected now.</summary>
    public int ClientCount => _clients.Count;

    /// <summary>Clients accepted so far, refused ones not counted.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>Waits until the server ends: disposed or cancelled, or faulted when it could not go on (asyncio's <c>wait_closed</c>).</summary>
    /// <exception cref="OperationCanceledException">The waiting task was cancelled, or the server.</exception>
    public Task WaitClosed() => _accepting.Task.InScope($"the end of {Endpoint}");

    /// <summary>
    /// Listens and serves until the current scope is cancelled or the server is disposed.
    /// </summary>
    /// <param name="serve">Talks to one client; when it returns the client is closed.</param>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    public static LineServer Start(Func<LineConnection, Task> serve, LineServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        options ??= new LineServerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxClients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineBytes);
        return new LineServer(Listen(options), serve, options);
    }

    /// <summary>Ends the server and all its clients, and returns when they are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _scope.DisposeAsync();
    }

    private static Socket Listen(LineServerOptions options)
    {
        var endpoint = new IPEndPoint(options.Address, options.Port);

        // On Unix .NET asks for SO_REUSEADDR by itself: a port in TIME_WAIT is free. Asking again means SO_REUSEPORT there,
        // with which a second server would silently share the port.
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(options.Backlog);
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new NetworkException(SocketErrors.Bind(endpoint, e), e);
        }
    }

    private async Task Accept()
    {
        var slice = default(SliceYield);
        try
        {
            while (true)
            {
                if (await AcceptOne() is { } socket)
                {
                    Admit(socket);
                }

                if (slice.IsDue)
                {
                    await SliceYield.Next;
                    slice.Restart();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Disposed: the scope is being cancelled.
        }
        finally
        {
            _listener.Dispose();
            Log(LogVerbosity.Log, $"tcp server on {Endpoint} ended");
        }
    }

    private async Task<Socket?> AcceptOne()
    {
        try
        {
            return await _listener.AcceptAsync(Async.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            Log(LogVerbosity.Warning, $"tcp server on {Endpoint} cannot accept for now: {e.Message}");
            await Async.Delay(0.25, Clock.Real);
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted)
        {
            throw new ObjectDisposedException(nameof(LineServer));
        }
    }

    private void Admit(Socket socket)
    {
        if (_clients.Count >= _options.MaxClients)
        {
            Refuse(socket);
            return;
        }

        LineConnection client;
        try
        {
            client = new LineConnection(socket, _options) { Quota = _lines };
        }
        catch (SocketException)
        {
            // Reset before it could be looked at.
            socket.Dispose();
            return;
        }

        AcceptedCount++;
        _clients.Add(client);
        var scope = _scope.CreateChild(client.PeerName);
        var task = scope.Start(() => Serve(client), $"tcp client {client.PeerName}");
        _ = CloseScope(scope, task);
    }

    private void Refuse(Socket socket)
    {
        try
        {
            socket.Blocking = false;
            socket.Send("error this server has all the clients it takes\n"u8);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It need not be told.
        }

        socket.Dispose();
        Log(LogVerbosity.Warning, $"tcp server on {Endpoint} refused a client: it has {_options.MaxClients} already (MaxClients)");
    }

    private async Task Serve(LineConnection client)
    {
        Log(LogVerbosity.Log, $"new client connection from {client.PeerName}");
        var ending = "disconnected";
        try
        {
            await _serve(client);
        }
        catch (LineFormatException e)
        {
            ending = $"closed: {e.Message}";
            await Reply(client, $"error {e.Message}");
        }
        catch (NetworkException e)
        {
            ending = $"lost: {e.Message}";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ending = "closed: its handler failed";
            Log(LogVerbosity.Error, $"client {client.PeerName}: its handler failed. {ExceptionText.Full(e)}");
        }
        finally
        {
            await client.DisposeAsync();
            _clients.Remove(client);
            Log(LogVerbosity.Log, $"client {client.PeerName} {ending}");
        }
    }

    private static async Task Reply(LineConnection client, string line)
    {
        try
        {
            await client.WriteLine(line);
        }
        catch (NetworkException)
        {
            // Gone already.
        }
    }

    // The scope cannot be closed from inside its own task.
    private static async Task CloseScope(TaskScope scope, GameTask task)
    {
        await task.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await scope.DisposeAsync();
    }

    private async Task CloseIdleClients()
    {
        var step = Math.Clamp(_options.IdleSeconds / 4, 0.01, 5);
        while (true)
        {
            await Async.Delay(step, Clock.Real);
            foreach (var client in _clients)
            {
                if (_loop.Clocks.Real.Now - client.WaitingSince > _options.IdleSeconds)
                {
                    Log(LogVerbosity.Warning, $"client {client.PeerName} has not completed a line, or taken a reply, for {_options.IdleSeconds:0.###} s: closed");
                    client.Abort();
                }
            }
        }
    }

    private void Log(LogVerbosity verbosity, string text)
    {
        if (_loop.Log.IsEnabled(verbosity))
        {
            _loop.Log.Write(verbosity, text);
        }
    }
}
