using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>
/// A small HTTP server on <see cref="HttpListener"/> for status pages, tools and samples (the tutorial's "integrate an HTTP server").
/// Each request is a task on the game thread, in a scope below that of the task that started the server. Game thread only.
/// </summary>
/// <remarks>Meant for this machine or a trusted network: no TLS, and no defence against a flood of half-open requests.</remarks>
[DebuggerDisplay("{Endpoint}: {RequestCount} requests")]
public sealed class HttpServer : IAsyncDisposable
{
    private const int PortTries = 10;

    private readonly HttpListener _listener;
    private readonly Func<HttpExchange, Task> _serve;
    private readonly HttpServerOptions _options;
    private readonly TaskScope _scope;
    private readonly GameTask _accepting;
    private int _active;

    private HttpServer(HttpListener listener, IPEndPoint endpoint, Func<HttpExchange, Task> serve, HttpServerOptions options)
    {
        _listener = listener;
        _serve = serve;
        _options = options;
        Endpoint = endpoint;
        _scope = Async.Scope.CreateChild($"http {endpoint}");
        _accepting = _scope.Start(Accept, $"http {endpoint} accept");
    }

    /// <summary>Where it listens; the real port when 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Requests so far.</summary>
    public long RequestCount { get; private set; }

    /// <summary>Waits until the server ends: disposed or cancelled, or faulted when it could not go on (asyncio's <c>wait_closed</c>).</summary>
    /// <exception cref="OperationCanceledException">The waiting task was cancelled, or the server.</exception>
    public Task WaitClosed() => _accepting.Task.InScope($"the end of {Endpoint}");

    /// <summary>Listens and serves until the current scope is cancelled or the server is disposed.</summary>
    /// <param name="serve">Answers one request; when it throws, the client gets status 500 and the log the reason.</param>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    public static HttpServer Start(Func<HttpExchange, Task> serve, HttpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        options ??= new HttpServerOptions();
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = FindFree(new IPEndPoint(options.Address, options.Port));
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            var host = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any) ? "*" : $"{new IPEndPoint(options.Address, 0)}"[..^2];
            listener.Prefixes.Add($"http://{host}:{endpoint.Port}/");
            try
            {
                listener.Start();
                return new HttpServer(listener, endpoint, serve, options);
            }
            catch (HttpListenerException e)
            {
                listener.Close();
                if (options.Port != 0 || attempt == PortTries)
                {
                    throw new NetworkException($"Cannot listen on {endpoint}: {e.Message}", e);
                }
            }
        }
    }

    /// <summary>Ends the server and its requests.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _scope.DisposeAsync();
    }

    // HttpListener knows no port 0 and reports a taken port badly; a plain socket does both.
    private static IPEndPoint FindFree(IPEndPoint wanted)
    {
        using var probe = new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(wanted);
            return (IPEndPoint)probe.LocalEndPoint!;
        }
        catch (SocketException e)
        {
            throw new NetworkException(SocketErrors.Bind(wanted, e), e);
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var context = await Next();
                RequestCount++;
                if (_active >= _options.MaxRequests)
                {
                    context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                    context.Response.Close();
                    continue;
                }

                _ = _scope.Start(() => Serve(context), $"http {context.Request.HttpMethod} {context.Request.Url?.AbsolutePath}");
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or HttpListenerException && !_listener.IsListening)
        {
            Async.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            _listener.Close();
        }
    }

    // HttpListener takes no token: closing it is what ends the wait.
    private async Task<HttpListenerContext> Next()
    {
        using (Async.Token.Register(static listener => ((HttpListener)listener!).Close(), _listener))
        {
            return await _listener.GetContextAsync();
        }
    }

    private async Task Serve(HttpListenerContext context)
    {
        _active++;
        var exchange = new HttpExchange(context, _options);
        try
        {
            await _serve(exchange);
            exchange.Finish(HttpStatusCode.NotFound);
        }
        catch (NetworkException e)
        {
            Async.Log($"http client {exchange.PeerName}: {e.Message}");
            exchange.Abort();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            exchange.Finish(HttpStatusCode.InternalServerError);
            throw;
        }
        finally
        {
            _active--;
            exchange.Abort();
        }
    }
}
