using System.Net;

namespace AsyncTick.Net;

/// <summary>A small WebSocket server for samples and tools, on <see cref="HttpServer"/>. Game thread only.</summary>
public sealed class WebSocketServer : IAsyncDisposable
{
    private readonly HttpServer _http;
    private readonly string _scheme;

    private WebSocketServer(HttpServer http, string scheme)
    {
        _http = http;
        _scheme = scheme;
    }

    /// <summary>Where it listens; the real port when 0 was asked for.</summary>
    public IPEndPoint Endpoint => _http.Endpoint;

    /// <summary>The address for a client.</summary>
    public Uri Address => new($"{_scheme}://{Endpoint}/");

    /// <summary>Waits until the server ends.</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the server.</exception>
    public Task WaitClosed() => _http.WaitClosed();

    /// <summary>Listens and serves until the current scope is canceled or the server is disposed.</summary>
    /// <param name="serve">Talks to one client; when it returns the connection is closed in good order.</param>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <param name="sockets">Limits of each connection; null for the defaults.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    public static WebSocketServer Start(Func<WebSocketConnection, Task> serve, HttpServerOptions? options = null, WebSocketOptions? sockets = null)
    {
        ArgumentNullException.ThrowIfNull(serve);
        sockets?.Verify();
        return new WebSocketServer(HttpServer.Start(exchange => Upgrade(exchange, serve, sockets), options), options?.Tls is null ? "ws" : "wss");
    }

    /// <summary>The server of the tutorial's widget: sends every message back.</summary>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <param name="sockets">Limits of each connection; null for the defaults.</param>
    public static WebSocketServer StartEcho(HttpServerOptions? options = null, WebSocketOptions? sockets = null) => Start(Echo, options, sockets);

    /// <summary>Closes every connection and the server.</summary>
    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private static async Task Upgrade(HttpExchange exchange, Func<WebSocketConnection, Task> serve, WebSocketOptions? sockets)
    {
        if (!exchange.IsWebSocketRequest)
        {
            await exchange.Finish(HttpStatusCode.UpgradeRequired, "This is a WebSocket server; connect with ws://.");
            return;
        }

        await using var connection = await exchange.AcceptWebSocket(sockets);
        try
        {
            await serve(connection);
        }
        catch (NetworkException e)
        {
            Async.Log($"websocket client {connection.Name}: {e.Message}");
        }
    }

    private static async Task Echo(WebSocketConnection connection)
    {
        await foreach (var message in connection.ReceiveAll())
        {
            await connection.Send(message);
        }
    }
}
