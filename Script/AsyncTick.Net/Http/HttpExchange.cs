using System.Buffers;
using System.Collections.Specialized;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Web;

namespace AsyncTick.Net;

/// <summary>One request to an <see cref="HttpServer"/> and its answer. Game thread only.</summary>
[DebuggerDisplay("{Method} {Path}")]
public sealed class HttpExchange
{
    internal const string PlainText = "text/plain; charset=utf-8";

    // An unread body up to this is read past, so that the connection can go on.
    private const int MostSkippedBytes = 256 * 1024;

    private readonly HttpConnection _connection;
    private readonly HttpRequestHead _head;
    private readonly HttpRequestBody _body;
    private readonly HttpServerOptions _options;
    private ArrayBufferWriter<byte>? _read;
    private List<KeyValuePair<string, string>>? _headers;
    private NameValueCollection? _query;
    private bool _hasContinued;
    private bool _isBroken;

    internal HttpExchange(HttpConnection connection, HttpRequestHead head, HttpServerOptions options)
    {
        _connection = connection;
        _head = head;
        _options = options;
        _body = new HttpRequestBody(connection.Input, head);
    }

    /// <summary>GET, POST, ...</summary>
    public string Method => _head.Method;

    /// <summary>The path of the address, without the query.</summary>
    public string Path => _head.Url.AbsolutePath;

    /// <summary>The query's names and values.</summary>
    public NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(_head.Url.Query);

    /// <summary>The request's headers; the collection and its strings are made when first asked for.</summary>
    public NameValueCollection Headers => _head.Headers;

    /// <summary>The client as the log shows it.</summary>
    public string PeerName => _connection.Name;

    /// <summary>Whether the client wants to speak WebSocket from here on.</summary>
    public bool IsWebSocketRequest => _head.IsWebSocket;

    internal bool IsAnswered { get; private set; }

    /// <summary>Reads the request's body as UTF-8; empty when it has none. When it throws and no answer is given, the client gets status 413 or 400.</summary>
    /// <exception cref="NetworkException">It is longer than <see cref="HttpServerOptions.MaxBodyBytes"/>, not well formed, not all there, or too slow.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; the next call goes on where this one was.</exception>
    public async Task<string> ReadText() => Encoding.UTF8.GetString((await ReadBytes()).Span);

    /// <summary>Reads the request's body; see <see cref="ReadText"/>.</summary>
    /// <returns>The bytes; the same at a second call.</returns>
    /// <exception cref="NetworkException">As for <see cref="ReadText"/>.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; the next call goes on where this one was.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadBytes()
    {
        if (_body.AnnouncedBytes > _options.MaxBodyBytes)
        {
            throw TooLarge();
        }

        try
        {
            _connection.Within(_options.RequestSeconds);
            if (!_body.IsOver && _head.ExpectsContinue && !_hasContinued)
            {
                _hasContinued = true;
                await _connection.Send("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
                _connection.Within(_options.RequestSeconds);
            }

            _read ??= new ArrayBufferWriter<byte>();
            while (!_body.IsOver)
            {
                await _connection.ReadSome(_body, _read);
                if (_read.WrittenCount > _options.MaxBodyBytes)
                {
                    throw TooLarge();
                }
            }

            return _read.WrittenMemory;
        }
        catch (NetworkException)
        {
            _isBroken = true;
            throw;
        }
        finally
        {
            _connection.OwesNothing();
        }
    }

    /// <summary>Adds a header to the answer.</summary>
    /// <param name="name">Any name but those that the server sets itself: Content-Length, Content-Type, Connection, Date.</param>
    /// <param name="value">Without line breaks.</param>
    /// <exception cref="ArgumentException">There are control characters in it: it would become something else.</exception>
    public void AddHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        CheckHeader(name, value);
        (_headers ??= []).Add(new(name, value));
    }

    /// <summary>Answers with text; 0 bytes when the client takes it at once. To HEAD, and with a status that has no body (204, 205, 304), only the head is sent.</summary>
    /// <param name="status">The status, 200 or more: what is less is no answer yet.</param>
    /// <param name="text">The body, sent as UTF-8.</param>
    /// <param name="contentType">Its type.</param>
    /// <exception cref="NetworkException">The client has gone, or takes nothing.</exception>
    /// <exception cref="InvalidOperationException">It has been answered already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is none of a last answer.</exception>
    public async Task Respond(HttpStatusCode status, string text, string contentType = PlainText)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, 200, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)status, 999, nameof(status));
        CheckHeader("Content-Type", contentType);
        BeginAnswer();
        await _connection.Write(status, _headers, contentType, text, Method == "HEAD", CanGoOn);
    }

    /// <summary>Answers a page.</summary>
    /// <param name="html">A whole HTML document.</param>
    public Task RespondHtml(string html) => Respond(HttpStatusCode.OK, html, "text/html; charset=utf-8");

    /// <summary>Accepts the request as a WebSocket. When it throws and no answer is given, the client gets status 400 or 426.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="NetworkException">The handshake is wrong, or the client has gone.</exception>
    public async Task<WebSocketConnection> AcceptWebSocket(WebSocketOptions? options = null)
    {
        options ??= new WebSocketOptions();
        WebSocketHandshake.Check(_head);
        BeginAnswer();
        var offered = (_head.Header("Sec-WebSocket-Protocol"u8) ?? "").Split(',', StringSplitOptions.TrimEntries);
        var protocol = options.SubProtocols.FirstOrDefault(offered.Contains);
        await _connection.Send(WebSocketHandshake.Answer(_head, protocol));
        var socket = WebSocket.CreateFromStream(_connection.TakeOver(), new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = protocol,
            KeepAliveInterval = options.PingInterval,
            KeepAliveTimeout = options.PongTimeout,
        });
        return new WebSocketConnection(socket, PeerName, options, new Release(_connection));
    }

    /// <summary>Answers if that was not done yet.</summary>
    internal async PooledTask Finish(HttpStatusCode status, string text)
    {
        if (IsAnswered)
        {
            return;
        }

        if (status == HttpStatusCode.UpgradeRequired)
        {
            AddHeader("Upgrade", "websocket");
            AddHeader("Sec-WebSocket-Version", WebSocketHandshake.Version);
        }

        await Respond(status, text);
    }

    /// <summary>Reads past what is left of the body.</summary>
    /// <returns>Whether the connection can go on with another request.</returns>
    internal async PooledTask<bool> End()
    {
        if (!CanGoOn || !IsAnswered)
        {
            return false;
        }

        _connection.Within(_options.RequestSeconds);
        while (!_body.IsOver)
        {
            _read ??= new ArrayBufferWriter<byte>();
            _read.ResetWrittenCount();
            await _connection.ReadSome(_body, _read);
        }

        _connection.OwesNothing();
        return true;
    }

    private bool CanGoOn => !_isBroken && _head.KeepAlive && !IsWebSocketRequest
        && (_body.IsOver || (!_head.IsChunked && !_head.ExpectsContinue && _body.AnnouncedBytes <= MostSkippedBytes));

    private static void CheckHeader(string name, string value)
    {
        var isWellFormed = true;
        foreach (var letter in name)
        {
            isWellFormed &= char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
        }

        foreach (var letter in value)
        {
            isWellFormed &= !char.IsControl(letter);
        }

        if (!isWellFormed)
        {
            throw new ArgumentException($"'{LogText.Printable(name)}: {LogText.Printable(value)}' is no header.");
        }
    }

    private void BeginAnswer() =>
        IsAnswered = !IsAnswered ? true : throw new InvalidOperationException($"{Method} {LogText.Printable(Path)} has been answered already.");

    private HttpRefusedException TooLarge()
    {
        _isBroken = true;
        return new HttpRefusedException(HttpStatusCode.RequestEntityTooLarge, $"the body is longer than {_options.MaxBodyBytes} bytes (MaxBodyBytes)");
    }

    private sealed class Release(HttpConnection connection) : IDisposable
    {
        public void Dispose() => connection.Released.TrySetResult();
    }
}
