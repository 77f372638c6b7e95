using System.Net;
using System.Text;

namespace AsyncTick.Net;

/// <summary>One datagram that has arrived.</summary>
/// <param name="From">Who sent it, as far as the network tells: a sender can write any address.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct Datagram(IPEndPoint From, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload read as UTF-8; allocates a string at each call.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
