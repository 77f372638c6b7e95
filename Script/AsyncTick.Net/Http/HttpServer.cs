using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace AsyncTick.Net;

/// <summary>
/// A small HTTP/1.1 server for status pages, tools and samples (the tutorial's "integrate an HTTP server"), with TLS if wanted.
/// Each request is a task on the game thread, in a scope below that of the task that started the server. Game thread only.
/// </summary>
/// <remarks>
/// What a client does wrong costs its own connection and one log line. Connections, requests, heads, bodies and every wait have limits, and a
/// page of another site cannot use a server on loopback; see <see cref="HttpServerOptions"/>. A small request allocates about 1,500 bytes, its task included.
/// </remarks>
[DebuggerDisplay("{Endpoint}: {RequestCount} requests")]
public sealed class HttpServer : IAsyncDisposable
{
    private readonly ListeningSocket _listener;
    private readonly Func<HttpExchange, Task> _serve;
    private readonly HttpServerOptions _options;
    private readonly TaskScope _scope;
    private readonly GameLoop _loop;
    private readonly HashSet<HttpConnection> _connections = [];
    private readonly GameTask _accepting;
    private int _open;
    private int _active;
    private long _refused;

    private HttpServer(ListeningSocket listener, Func<HttpExchange, Task> serve, HttpServerOptions options)
    {
        _listener = listener;
        _serve = serve;
        _options = options;
        Endpoint = listener.Endpoint!;
        _scope = Async.Scope.CreateChild($"http {Endpoint}");
        _loop = _scope.Loop;
        _accepting = _scope.Start(() => listener.AcceptAll(_loop, Admit), $"http {Endpoint} accept");
        _ = _scope.Start(CutOffLateClients, $"http {Endpoint} time limits");
    }

    /// <summary>Where it listens; the real port when 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Requests so far.</summary>
    public long RequestCount { get; private set; }

    /// <summary>Connections open now.</summary>
    public int ConnectionCount => _open;

    /// <summary>Waits until the server ends: disposed or canceled, or faulted when it could not go on (asyncio's <c>wait_closed</c>).</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the server.</exception>
    public Task WaitClosed() => _accepting.Task.InScope($"the end of {Endpoint}");

    /// <summary>Listens and serves until the current scope is canceled or the server is disposed.</summary>
    /// <param name="serve">Answers one request; when it throws, the client gets status 500 and the log the reason.</param>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task, on another thread, or in a scope that is closing; nothing listens then.</exception>
    public static HttpServer Start(Func<HttpExchange, Task> serve, HttpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        options ??= new HttpServerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConnections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxRequests);
        Durations.Verify(options.IdleSeconds, options.RequestSeconds, options.SendSeconds);
        _ = options.Tls?.ForServer();
        var listener = ListeningSocket.Open(options.Address, options.Port, options.MaxConnections);
        return listener.HandTo(owned => new HttpServer(owned, serve, options));
    }

    /// <summary>Ends the server and its requests.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _scope.DisposeAsync();
    }

    private void Admit(Socket socket)
    {
        string name;
        try
        {
            name = ListeningSocket.PeerOf(socket)!.ToString();
        }
        catch (SocketException)
        {
            // Reset before it could be looked at.
            socket.Dispose();
            return;
        }

        var isFull = _open >= _options.MaxConnections;
        if ((isFull && !CutOffLongestIdle()) || DescriptorLimit.IsReached(socket))
        {
            ListeningSocket.Refuse(socket, _options.Tls is null ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8 : default);

            // A flood must not fill the log: told again after 2, 4, 8, ... refusals.
            if (BitOperations.IsPow2(++_refused))
            {
                _loop.Log.Write(LogVerbosity.Warning, $"http server on {Endpoint} refused a client: {(isFull ? "all connections are in use (MaxConnections)" : "the process has nearly all the file descriptors that the system gives it")}; {_refused} refused so far");
            }

            return;
        }

        _open++;
        var scope = _scope.CreateChild($"http {name}");
        var task = scope.Start(() => Serve(socket, name), $"http client {name}");
        _ = CloseScope(scope, task);
    }

    // The scope cannot be closed from inside its own task.
    private static async Task CloseScope(TaskScope scope, GameTask task)
    {
        await task.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await scope.DisposeAsync();
    }

    private async Task Serve(Socket socket, string name)
    {
        HttpConnection? connection = null;
        try
        {
            connection = await HttpConnection.Open(socket, name, _options);
            _connections.Add(connection);
            while (await connection.NextRequest() is { } head && await ServeOne(connection, head))
            {
            }

            await connection.CloseInOrder();
        }
        catch (HttpRefusedException e)
        {
            Report(name, e);
            await Refuse(connection!, e);
        }
        catch (NetworkException e)
        {
            Report(name, e);
        }
        finally
        {
            _open--;
            if (connection is not null)
            {
                _connections.Remove(connection);
                connection.Dispose();
            }
        }
    }

    private async PooledTask<bool> ServeOne(HttpConnection connection, HttpRequestHead head)
    {
        RequestCount++;
        HttpAccess.Check(head, _options);
        var exchange = new HttpExchange(connection, head, _options);
        if (_active >= _options.MaxRequests)
        {
            await exchange.Finish(HttpStatusCode.ServiceUnavailable, "Too many requests are in work.");
            return await exchange.End();
        }

        _active++;
        try
        {
            var work = Async.Start(() => Handle(exchange), $"http {head.Method} {LogText.Printable(exchange.Path, 100)}");

            // A plain wait: a WebSocket that is being canceled may still say goodbye before its connection is closed.
            await work.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return !work.Task.IsCanceled && await exchange.End();
        }
        finally
        {
            _active--;
        }
    }

    private async Task Handle(HttpExchange exchange)
    {
        try
        {
            await _serve(exchange);
            await exchange.Finish(HttpStatusCode.NotFound, "There is nothing here.");
        }
        catch (NetworkException e)
        {
            Report(exchange.PeerName, e);
            if (e is HttpRefusedException refused)
            {
                await TryFinish(exchange, refused.Status, refused.Message);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !Async.IsCancellationRequested)
        {
            Async.ReportFault(e);
            await TryFinish(exchange, HttpStatusCode.InternalServerError, "The server failed; its log says why.");
        }
    }

    private static async Task TryFinish(HttpExchange exchange, HttpStatusCode status, string text)
    {
        try
        {
            await exchange.Finish(status, text);
        }
        catch (NetworkException)
        {
            // It has gone and cannot be told.
        }
    }

    private static async Task Refuse(HttpConnection connection, HttpRefusedException refused)
    {
        try
        {
            await connection.Write(refused.Status, null, HttpExchange.PlainText, refused.Message, isHead: false, keepAlive: false);
            await connection.CloseInOrder();
        }
        catch (NetworkException)
        {
            // It has gone and cannot be told.
        }
    }

    private void Report(string name, NetworkException e) => _loop.Log.Write(LogVerbosity.Log, $"http client {name}: {e.Message}");

    // Silent connections must not keep others out.
    private bool CutOffLongestIdle()
    {
        if (_connections.Where(static connection => connection.IsIdle).MinBy(static connection => connection.Deadline) is not { } idle)
        {
            return false;
        }

        idle.CutOff("its place was needed");
        return true;
    }

    private async Task CutOffLateClients()
    {
        var shortest = Math.Min(_options.IdleSeconds, Math.Min(_options.RequestSeconds, _options.SendSeconds));
        var step = Math.Clamp(shortest / 4, 0.01, 0.5);
        while (true)
        {
            await Async.Delay(step, Clock.Real);
            var now = _loop.Clocks.Real.Now;
            foreach (var connection in _connections)
            {
                if (now >= connection.Deadline)
                {
                    connection.CutOff("it took too long to send its request or to take its answer");
                }
            }
        }
    }
}
