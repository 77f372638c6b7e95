using System.Net;

namespace AsyncTick.Net;

/// <summary>Where a <see cref="DatagramSocket"/> listens, and its limits.</summary>
public sealed record DatagramOptions
{
    /// <summary>The local address. Default loopback: no other machine can send here unless you say so.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The local port; 0 takes a free one, see <see cref="DatagramSocket.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>Datagrams that may wait for the game thread.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>Bytes, 64 more for each datagram, that may wait for the game thread.</summary>
    public long CapacityBytes { get; init; } = 1024 * 1024;

    /// <summary>What happens to what comes when that much waits; a sender of datagrams cannot be held back.</summary>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.DropOldest;
}
