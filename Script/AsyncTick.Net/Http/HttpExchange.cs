using System.Buffers;
using System.Collections.Specialized;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace AsyncTick.Net;

/// <summary>One request to an <see cref="HttpServer"/> and its answer. Game thread only.</summary>
[DebuggerDisplay("{Method} {Path}")]
public sealed class HttpExchange
{
    private readonly HttpListenerContext _context;
    private readonly HttpServerOptions _options;
    private bool _answered;

    internal HttpExchange(HttpListenerContext context, HttpServerOptions options)
    {
        _context = context;
        _options = options;
    }

    /// <summary>GET, POST, ...</summary>
    public string Method => _context.Request.HttpMethod;

    /// <summary>The path of the address, without the query.</summary>
    public string Path => _context.Request.Url?.AbsolutePath ?? "/";

    /// <summary>The query's names and values.</summary>
    public NameValueCollection Query => _context.Request.QueryString;

    /// <summary>The request's headers.</summary>
    public NameValueCollection Headers => _context.Request.Headers;

    /// <summary>The client as the log shows it.</summary>
    public string PeerName => _context.Request.RemoteEndPoint.ToString();

    /// <summary>Whether the client wants to speak WebSocket from here on.</summary>
    public bool IsWebSocketRequest => _context.Request.IsWebSocketRequest;

    /// <summary>Reads the request's body as UTF-8.</summary>
    /// <exception cref="NetworkException">It is longer than <see cref="HttpServerOptions.MaxBodyBytes"/>; the client got status 413.</exception>
    public async Task<string> ReadText()
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await _context.Request.InputStream.ReadAsync(bytes.GetMemory(16 * 1024), Async.Token) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > _options.MaxBodyBytes)
            {
                Finish(HttpStatusCode.RequestEntityTooLarge);
                throw new NetworkException($"the body is longer than {_options.MaxBodyBytes} bytes (MaxBodyBytes).");
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Answers with text.</summary>
    /// <param name="status">The status.</param>
    /// <param name="text">The body, sent as UTF-8.</param>
    /// <param name="contentType">Its type.</param>
    public async Task Respond(HttpStatusCode status, string text, string contentType = "text/plain; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_answered)
        {
            throw new InvalidOperationException($"{Method} {Path} has been answered already.");
        }

        _answered = true;
        var bytes = Encoding.UTF8.GetBytes(text);
        var response = _context.Response;
        response.StatusCode = (int)status;
        response.ContentType = contentType;
        response.ContentLength64 = bytes.Length;
        try
        {
            await response.OutputStream.WriteAsync(bytes, Async.Token);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            throw new NetworkException($"the answer could not be sent: {e.Message}", e);
        }
    }

    /// <summary>Answers a page.</summary>
    /// <param name="html">A whole HTML document.</param>
    public Task RespondHtml(string html) => Respond(HttpStatusCode.OK, html, "text/html; charset=utf-8");

    /// <summary>Accepts the request as a WebSocket.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="NetworkException">The handshake failed.</exception>
    public async Task<WebSocketConnection> AcceptWebSocket(WebSocketOptions? options = null)
    {
        options ??= new WebSocketOptions();
        _answered = true;
        try
        {
            var keepAlive = options.PingSeconds > 0 ? TimeSpan.FromSeconds(options.PingSeconds) : Timeout.InfiniteTimeSpan;
            var offered = (Headers["Sec-WebSocket-Protocol"] ?? "").Split(',', StringSplitOptions.TrimEntries);
            var accepted = await _context.AcceptWebSocketAsync(options.SubProtocols.FirstOrDefault(offered.Contains), keepAlive);
            return new WebSocketConnection(accepted.WebSocket, PeerName, options);
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or HttpListenerException or ObjectDisposedException)
        {
            throw new NetworkException($"the WebSocket handshake failed: {e.Message}", e);
        }
    }

    internal void Finish(HttpStatusCode status)
    {
        if (_answered)
        {
            return;
        }

        _answered = true;
        try
        {
            _context.Response.StatusCode = (int)status;
            _context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The client has gone: nobody is left to tell.
        }
    }

    internal void Abort()
    {
        if (!_answered)
        {
            _answered = true;
            _context.Response.Abort();
        }
    }
}
