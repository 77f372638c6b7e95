using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace AsyncTick.Net;

/// <summary>
/// A server for lines of text over TCP, TLS or a Unix socket (asyncio's <c>start_server</c>). Accepts, serves and closes on the game thread, inside a
/// scope of its own below the scope of the task that started it; each client has a child scope, so that whatever its
/// handler starts ends with it. Game thread only.
/// </summary>
/// <remarks>
/// Canceling or disposing closes the listening socket at once, then every client in good order. A port may be used again
/// at once after that; two servers on one port are refused. A handler that throws ends its own client only, and is reported as a fault of its client's task.
/// </remarks>
[DebuggerDisplay("{Name}: {ClientCount} clients")]
public sealed class LineServer : IAsyncDisposable
{
    private readonly ListeningSocket _listener;
    private readonly LineServerOptions _options;
    private readonly Func<LineConnection, Task> _serve;
    private readonly TaskScope _scope;
    private readonly GameLoop _loop;
    private readonly FrameQuota _lines;
    private readonly HashSet<LineConnection> _clients = [];
    private readonly GameTask _accepting;
    private long _refused;

    private LineServer(ListeningSocket listener, Func<LineConnection, Task> serve, LineServerOptions options)
    {
        _listener = listener;
        _serve = serve;
        _options = options;
        _scope = Async.Scope.CreateChild($"tcp {Name}");
        _loop = _scope.Loop;
        _lines = new FrameQuota(_scope, options.MaxLinesPerFrame, $"tcp {Name} line quota");
        _accepting = _scope.Start(Accept, $"tcp {Name} accept");
        if (double.IsFinite(options.IdleSeconds))
        {
            _ = _scope.Start(CloseIdleClients, $"tcp {Name} idle check");
        }
    }

    /// <summary>Where the server listens; the real port when 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">It listens on a Unix socket; see <see cref="Name"/>.</exception>
    public IPEndPoint Endpoint => _listener.Endpoint ?? throw new InvalidOperationException($"This server listens on the Unix socket {Name}, which has no network address.");

    /// <summary>Where the server listens as the log shows it: address and port, or the path of a Unix socket.</summary>
    public string Name => _listener.Name;

    /// <summary>Clients connected now, those in a TLS handshake included.</summary>
    public int ClientCount { get; private set; }

    /// <summary>Clients accepted so far, refused ones not counted.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>Waits until the server ends: disposed or canceled, or faulted when it could not go on (asyncio's <c>wait_closed</c>).</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the server.</exception>
    public Task WaitClosed() => _accepting.Task.InScope($"the end of {Name}");

    /// <summary>
    /// Listens and serves until the current scope is canceled or the server is disposed.
    /// </summary>
    /// <param name="serve">Talks to one client; when it returns the client is closed.</param>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task, on another thread, or in a scope that is closing; nothing listens then.</exception>
    public static LineServer Start(Func<LineConnection, Task> serve, LineServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        options ??= new LineServerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxClients);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLineBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxLinesPerFrame);
        Durations.Verify(options.IdleSeconds, options.CloseSeconds);
        _ = options.Tls?.ForServer();
        var listener = options.UnixPath is { } path ? ListeningSocket.OpenUnix(path, options.Backlog) : ListeningSocket.Open(options.Address, options.Port, options.Backlog);
        return listener.HandTo(owned => new LineServer(owned, serve, options));
    }

    /// <summary>Ends the server and all its clients, and returns when they are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _scope.DisposeAsync();
    }

    private async Task Accept()
    {
        try
        {
            await _listener.AcceptAll(_loop, Admit);
        }
        finally
        {
            Log(LogVerbosity.Log, $"tcp server on {Name} ended");
        }
    }

    private void Admit(Socket socket)
    {
        var reason = ClientCount >= _options.MaxClients ? $"it has {_options.MaxClients} already (MaxClients)"
            : DescriptorLimit.IsReached(socket) ? "the process has nearly all the file descriptors that the system gives it" : null;
        if (reason is not null)
        {
            ListeningSocket.Refuse(socket, _options.Tls is null ? "error this server has all the clients it takes\n"u8 : default);

            // A flood must not fill the log: told again after 2, 4, 8, ... refusals.
            if (BitOperations.IsPow2(++_refused))
            {
                Log(LogVerbosity.Warning, $"tcp server on {Name} refused a client: {reason}; {_refused} refused so far");
            }

            return;
        }

        AcceptedCount++;
        ClientCount++;
        string name;
        try
        {
            name = ListeningSocket.PeerOf(socket)?.ToString() ?? $"{Name} client {AcceptedCount}";
        }
        catch (SocketException)
        {
            // Reset before it could be looked at.
            AcceptedCount--;
            ClientCount--;
            socket.Dispose();
            return;
        }

        var scope = _scope.CreateChild(name);
        var task = scope.Start(() => Serve(socket, name), $"tcp client {name}");
        _ = CloseScope(scope, task);
    }

    private async Task Serve(Socket socket, string name)
    {
        Log(LogVerbosity.Log, $"new client connection from {name}");
        LineConnection? client = null;
        var ending = "disconnected";
        try
        {
            client = await LineDialing.Serve(socket, _options, _listener.Endpoint is null ? name : null, _lines);
            _clients.Add(client);
            await _serve(client);
        }
        catch (LineFormatException e)
        {
            ending = $"closed: {e.Message}";
            await Reply(client!, $"error {e.Message}");
        }
        catch (NetworkException e)
        {
            ending = $"lost: {e.Message}";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ending = "closed: its handler failed";
            Async.ReportFault(e);
        }
        finally
        {
            if (client is not null)
            {
                await client.DisposeAsync();
                _clients.Remove(client);
            }

            ClientCount--;
            Log(LogVerbosity.Log, $"client {name} {ending}");
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
                    Log(LogVerbosity.Warning, string.Create(CultureInfo.InvariantCulture, $"client {client.PeerName} has not completed a line, or taken a reply, for {_options.IdleSeconds:0.###} s: closed"));
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
