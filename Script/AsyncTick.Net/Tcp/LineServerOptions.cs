using System.Net;

namespace AsyncTick.Net;

/// <summary>Where a <see cref="LineServer"/> listens, and its limits on what the other side can make it do.</summary>
public sealed record LineServerOptions : LineOptions
{
    /// <summary>The address to listen on. Default loopback: no other machine can connect unless you say so. <see cref="IPAddress.IPv6Any"/> serves IPv4 as well.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one, see <see cref="LineServer.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>Listens on a Unix socket of this path instead of an address and a port. The file is removed when the server ends.</summary>
    public string? UnixPath { get; init; }

    /// <summary>Connections the kernel keeps while the game thread has not accepted them yet.</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Clients at a time; one more gets an error line and is closed. So is one that would take the process's last file descriptors.</summary>
    public int MaxClients { get; init; } = 1024;

    /// <summary>
    /// Seconds on the loop's real clock that a client may take to complete a line while the server waits for one, or to
    /// take what was sent to it. Then it is closed. <see cref="double.PositiveInfinity"/> waits for ever.
    /// </summary>
    public double IdleSeconds { get; init; } = 300;

    /// <summary>Lines handed out per frame over all clients; the rest wait in their sockets.</summary>
    public int MaxLinesPerFrame { get; init; } = 2000;
}
