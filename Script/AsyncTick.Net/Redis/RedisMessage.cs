using System.Text;

namespace AsyncTick.Net;

/// <summary>A message of a channel.</summary>
/// <param name="Channel">Where it was published; with a pattern subscription the real channel.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct RedisMessage(string Channel, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload read as UTF-8; allocates a string at each call.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
