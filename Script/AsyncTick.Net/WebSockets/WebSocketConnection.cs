using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;

namespace AsyncTick.Net;

/// <summary>
/// One WebSocket, either end (aiohttp's <c>ws_connect</c>). Used on the game thread; reading and sending happen on the pool, between
/// them and the game thread lie two bounded buffers. Game thread only.
/// </summary>
/// <remarks>
/// In .NET a canceled receive or send breaks the whole socket. Here a canceled wait only ends the wait: the reading goes on,
/// and the connection is still closed in good order.
/// </remarks>
[DebuggerDisplay("{Name}: {State}")]
public sealed class WebSocketConnection : IAsyncDisposable
{
    private static readonly TimeSpan CanceledCloseLimit = TimeSpan.FromMilliseconds(10);

    private readonly WebSocket _socket;
    private readonly WebSocketOptions _options;
    private readonly IDisposable? _owner;
    private readonly WebSocketTransport _transport;
    private bool _closed;

    internal WebSocketConnection(WebSocket socket, string name, WebSocketOptions options, IDisposable? owner = null)
    {
        _socket = socket;
        _owner = owner;
        _options = options;
        Name = name;
        _transport = new WebSocketTransport(socket, name, options);
    }

    /// <summary>The other side as the log shows it.</summary>
    public string Name { get; }

    /// <summary>Where the connection stands.</summary>
    public WebSocketState State => _socket.State;

    /// <summary>Why the peer closed; null while it has not.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>What the peer said when it closed; text from outside, see <see cref="LogText"/>.</summary>
    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>The sub-protocol that was agreed on; null when there is none.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    /// <summary>Connects.</summary>
    /// <param name="address">ws or wss. A user name and a password in it are sent (Basic) and never shown.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="NetworkException">Nothing listens, no answer in time, or the answer is no WebSocket.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public static async Task<WebSocketConnection> Connect(Uri address, WebSocketOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new WebSocketOptions();
        options.Verify();
        var token = Async.Token;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        var name = LogText.Address(address);
        var client = new ClientWebSocket();
        HttpDialing? dialing = null;
        try
        {
            limit.CancelAfterSeconds(options.ConnectSeconds);
            Configure(client.Options, address, options);
            dialing = new HttpDialing(options.ConnectSeconds, options.Tls);
            await client.ConnectAsync(LogText.WithoutCredentials(address), dialing.Invoker, limit.Token);
            return new WebSocketConnection(client, name, options, dialing);
        }
        catch (Exception e)
        {
            client.Dispose();
            dialing?.Dispose();
            throw e switch
            {
                OperationCanceledException when token.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException(string.Create(CultureInfo.InvariantCulture, $"{name} did not answer within {options.ConnectSeconds:0.###} s."), e),
                WebSocketException w => new NetworkException($"{name} cannot be connected: {LogText.Printable(NetworkException.Reason(w))}", w),
                _ => e,
            };
        }
    }

    /// <summary>Sends a text message. Returns when it is on its way, waiting while too much is unsent. 0 bytes when it need not wait.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection is closed or broken; the message says why. Nothing is ever dropped silently.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public ValueTask Send(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Send(new OutgoingMessage(text));
    }

    /// <summary>Sends a binary message. Returns when it is on its way, waiting while too much is unsent. 0 bytes when it need not wait.</summary>
    /// <param name="payload">Copied.</param>
    /// <exception cref="NetworkException">The connection is closed or broken; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public ValueTask Send(ReadOnlyMemory<byte> payload) => Send(new OutgoingMessage(payload, WebSocketMessageType.Binary));

    /// <summary>Sends a message of another connection, text or binary as it is. 0 bytes when it need not wait.</summary>
    /// <param name="message">Copied.</param>
    /// <exception cref="NetworkException">The connection is closed or broken; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public ValueTask Send(WebSocketMessage message) =>
        Send(new OutgoingMessage(message.Payload, message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary));

    /// <summary>
    /// All messages until the peer closes; one reader at a time. Gives way to other tasks when many are ready. Allocates the payload of each message
    /// and nothing else.
    /// </summary>
    /// <exception cref="NetworkException">The connection broke, also in the middle of a message.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; the connection is still open.</exception>
    public IAsyncEnumerable<WebSocketMessage> ReceiveAll() => _transport.Incoming.ReadAll();

    /// <summary>
    /// Sends what waits, says goodbye and waits for the peer's answer, within <see cref="WebSocketOptions.CloseSeconds"/>, or 10 ms
    /// when the task is being canceled; then the connection is cut. Never throws. Plain waits only, so that it works in a <c>finally</c>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        var canceled = SynchronizationContext.Current is TaskContext && Async.IsCancellationRequested;
        await _transport.Close(canceled ? CanceledCloseLimit : Durations.Of(_options.CloseSeconds));
        var ending = _transport.End(_owner);
        if (!canceled)
        {
            await ending;
        }
    }

    /// <summary>Cuts the connection at once; every wait on it ends with a <see cref="NetworkException"/>. Any thread.</summary>
    public void Abort() => _socket.Abort();

    private static void Configure(ClientWebSocketOptions client, Uri address, WebSocketOptions options)
    {
        client.KeepAliveInterval = options.PingInterval;
        client.KeepAliveTimeout = options.PongTimeout;
        if (HttpCredentials.Of(address) is { } credentials)
        {
            client.SetRequestHeader("Authorization", credentials.ToString());
        }

        foreach (var protocol in options.SubProtocols)
        {
            client.AddSubProtocol(protocol);
        }

        foreach (var (name, value) in options.Headers)
        {
            client.SetRequestHeader(name, value);
        }
    }

    private async ValueTask Send(OutgoingMessage message)
    {
        ThrowIfOver();
        try
        {
            await _transport.Outgoing.Write(message, message.Payload.Length, Async.Token);
        }
        catch (OperationCanceledException) when (!Async.IsCancellationRequested)
        {
            ThrowIfOver();
            throw;
        }
    }

    private void ThrowIfOver()
    {
        if (_transport.Failure is { } failure)
        {
            throw new NetworkException(failure.Message, failure);
        }

        if (_closed || _socket.State is not (WebSocketState.Open or WebSocketState.Connecting))
        {
            var how = _closed ? "was closed here"
                : _socket.CloseStatus is { } status ? $"is closed by the peer ({$"{(int)status} {LogText.Printable(_socket.CloseStatusDescription)}".TrimEnd()})"
                : "is closed";
            throw new NetworkException($"{Name} {how}: the message was not sent.");
        }
    }
}
