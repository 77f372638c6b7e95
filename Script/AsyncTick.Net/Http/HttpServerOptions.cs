using System.Net;

namespace AsyncTick.Net;

/// <summary>Where an <see cref="HttpServer"/> listens, and its limits.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The address to listen on. Default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one, see <see cref="HttpServer.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>Requests, WebSockets included, in work at a time; one more is answered with 503.</summary>
    public int MaxRequests { get; init; } = 64;

    /// <summary>The largest request body that <see cref="HttpExchange.ReadText"/> takes, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;
}
