using System.Net.Security;

namespace AsyncTick.Net;

/// <summary>Which Redis server, and how long to trust a silent one. Times are seconds.</summary>
public sealed record RedisOptions
{
    /// <summary>Name or address. Default loopback.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port.</summary>
    public int Port { get; init; } = 6379;

    /// <summary>The password of <see cref="User"/>, or of the default user.</summary>
    public string? Password { get; init; }

    /// <summary>An ACL user; needs StackExchange.Redis 2 or newer (see StackExchangeRedis.props).</summary>
    public string? User { get; init; }

    /// <summary>Whether to talk TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>The name that the server's certificate must carry; null for <see cref="Host"/>.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Decides about the certificate instead of the system's trust store, on a library thread.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <summary>How long one attempt to connect may take.</summary>
    public double ConnectSeconds { get; init; } = 2;

    /// <summary>How long a command may take; the library itself would wait for ever.</summary>
    public double CommandSeconds { get; init; } = 2;

    /// <summary>Time between heartbeats, on the loop's real clock.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <summary>How long the answer to a heartbeat may take; then the connection counts as dead and is rebuilt.</summary>
    public double HeartbeatTimeoutSeconds { get; init; } = 1;

    /// <summary>Waits between attempts; short, so that subscriptions are back within a second of the server.</summary>
    public Backoff Reconnect { get; init; } = new() { FirstSeconds = 0.1, MaxSeconds = 0.5, HealthySeconds = 2 };

    /// <summary>"host:port".</summary>
    public override string ToString() => $"{Host}:{Port}";
}
