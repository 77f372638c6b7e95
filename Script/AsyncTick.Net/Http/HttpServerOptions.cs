using System.Net;

namespace AsyncTick.Net;

/// <summary>Where an <see cref="HttpServer"/> listens, and its limits. Times are seconds of real time; each may be <see cref="double.PositiveInfinity"/>.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The address to listen on. Default loopback. <see cref="IPAddress.IPv6Any"/> serves IPv4 as well.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one, see <see cref="HttpServer.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>Serves https (and wss) instead of http; needs a certificate.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>
    /// Further names by which clients may call a server that listens on loopback. Without this it answers to localhost and loopback addresses only,
    /// so that a page of another site cannot reach it by a name of its own that points to this machine.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>
    /// Origins other than the server's own, such as <c>https://tool.example</c>, whose pages may open WebSockets and send anything but GET and HEAD;
    /// <c>*</c> allows all. Browsers name the page's origin; programs name none and are not asked.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Connections at a time, idle ones and WebSockets included. One more takes the place of the one that has been idle longest, or is answered with 503.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Requests, WebSockets included, in work at a time; one more is answered with 503.</summary>
    public int MaxRequests { get; init; } = 64;

    /// <summary>The longest request line with headers, in bytes; more is answered with 431.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>The largest request body that <see cref="HttpExchange.ReadText"/> takes, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a connection may stay open without a request.</summary>
    public double IdleSeconds { get; init; } = 60;

    /// <summary>How long a client may take to send a request's head once it has begun, and again its body once that is asked for.</summary>
    public double RequestSeconds { get; init; } = 30;

    /// <summary>How long a client may take to take an answer.</summary>
    public double SendSeconds { get; init; } = 30;
}
