using System.Text;

namespace AsyncTick.Net;

/// <summary>A whole message, however many fragments it came in.</summary>
/// <param name="IsText">Whether the sender marked it as text.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct WebSocketMessage(bool IsText, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload read as UTF-8; allocates a string at each call.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
