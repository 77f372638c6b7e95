using System.Net.Security;

namespace AsyncTick.Net;

/// <summary>Which Redis server or cluster, and how long to trust a silent one. Times are seconds.</summary>
public sealed record RedisOptions
{
    /// <summary>Name or address; of a cluster, any node's. Default loopback.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port.</summary>
    public int Port { get; init; } = 6379;

    /// <summary>
    /// Further addresses to begin with, each "host:port": of a cluster, in case the first node is away (one is enough, the others
    /// are found); without a cluster, the replicas, one of which may be the primary by the time of the next connection.
    /// </summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The password of <see cref="User"/>, or of the default user.</summary>
    public string? Password { get; init; }

    /// <summary>An ACL user; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>The protocol, 2 or 3. A server that is too old for version 3 is talked to in version 2.</summary>
    public int RespVersion { get; init; } = 3;

    /// <summary>Whether to talk TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>The name that the server's certificate must carry; null for the name or address of the node.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Decides about the certificate instead of the system's trust store, on a library thread.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <summary>
    /// Replicas that must have an entry before <see cref="RedisStream.Add"/> returns; 0 for none. Redis copies to replicas after it has
    /// answered, so with 0 a primary that dies takes the entries of its last moments with it, acknowledged ones too.
    /// </summary>
    public int WriteReplicas { get; init; }

    /// <summary>
    /// How long a reply may be, in bytes: a server that sends more is cut off, for what has not ended is kept in memory, and so is one that does not
    /// keep to the protocol. Neither is seen with <see cref="UseTls"/>, where the server has to prove who it is.
    /// </summary>
    public long MaxReplyBytes { get; init; } = 64 << 20;

    /// <summary>How long one attempt to connect may take.</summary>
    public double ConnectSeconds { get; init; } = 2;

    /// <summary>How long a command may take.</summary>
    public double CommandSeconds { get; init; } = 2;

    /// <summary>Time between heartbeats, on the loop's real clock.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <summary>How long the answer to a heartbeat may take; then the connection counts as dead and is rebuilt. Of a cluster, that node's.</summary>
    public double HeartbeatTimeoutSeconds { get; init; } = 1;

    /// <summary>Waits between attempts; short, so that subscriptions are back within a second of the server.</summary>
    public Backoff Reconnect { get; init; } = new() { FirstSeconds = 0.1, MaxSeconds = 0.5, HealthySeconds = 2 };

    /// <summary>"host:port".</summary>
    public override string ToString() => $"{Host}:{Port}";
}
