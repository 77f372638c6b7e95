using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace AsyncTick.Net;

/// <summary>A copy of a message on its way to the sender, in an array of the shared pool.</summary>
internal readonly struct OutgoingMessage
{
    private readonly byte[] _bytes;
    private readonly int _length;

    public OutgoingMessage(string text)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        _length = Encoding.UTF8.GetBytes(text, _bytes);
        Type = WebSocketMessageType.Text;
    }

    public OutgoingMessage(ReadOnlyMemory<byte> payload, WebSocketMessageType type)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(payload.Length);
        _length = payload.Length;
        payload.Span.CopyTo(_bytes);
        Type = type;
    }

    public WebSocketMessageType Type { get; }

    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(0, _length);

    /// <summary>It was sent, or never will be: called once.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_bytes);
}
