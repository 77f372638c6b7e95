namespace AsyncTick.Net;

/// <summary>Limits of a WebSocket, in both directions. Times are seconds of real time; each may be <see cref="double.PositiveInfinity"/>.</summary>
public sealed record WebSocketOptions
{
    /// <summary>The largest message that is taken; a larger one ends the connection with status 1009.</summary>
    public int MaxMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of whole messages, 64 more for each, that may wait for the game thread; beyond that the peer is held back.</summary>
    public long MaxUnreadBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes, 64 more for each message, that may wait to be sent before <see cref="WebSocketConnection.Send(string)"/> waits for the peer.</summary>
    public long MaxUnsentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long to try to connect, handshake included.</summary>
    public double ConnectSeconds { get; init; } = 5;

    /// <summary>How long one message may take to be sent before the peer counts as dead.</summary>
    public double SendSeconds { get; init; } = 15;

    /// <summary>Time without traffic after which a ping is sent; 0 for none.</summary>
    public double PingSeconds { get; init; } = 15;

    /// <summary>How long the answer to a ping may take before the peer counts as dead.</summary>
    public double PongSeconds { get; init; } = 10;

    /// <summary>How long the peer may take to answer a close; then the connection is cut.</summary>
    public double CloseSeconds { get; init; } = 1;

    /// <summary>A client's TLS for wss; null for the system's trust. A server's is in <see cref="HttpServerOptions.Tls"/>.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The sub-protocols to offer, in order of preference.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>Further request headers of a client.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal void Verify() => Durations.Verify(ConnectSeconds, SendSeconds, PingSeconds, PongSeconds, CloseSeconds);

    internal TimeSpan PingInterval => PingSeconds > 0 ? Durations.Of(PingSeconds) : Timeout.InfiniteTimeSpan;

    internal TimeSpan PongTimeout => PingSeconds > 0 ? Durations.Of(PongSeconds) : Timeout.InfiniteTimeSpan;
}
