using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Net;

/// <summary>The server's side of a WebSocket's opening handshake (RFC 6455).</summary>
internal static class WebSocketHandshake
{
    public const string Version = "13";

    /// <exception cref="HttpRefusedException">The client does not do its part: 426 for another version, else 400.</exception>
    public static void Check(HttpRequestHead head)
    {
        if (head.Method != "GET" || !head.IsHttp11 || !head.HasToken("Connection"u8, "upgrade"u8) || !head.IsWebSocket)
        {
            throw new HttpRefusedException(HttpStatusCode.BadRequest, "its WebSocket handshake is not a GET of HTTP/1.1 with 'Connection: Upgrade' and 'Upgrade: websocket'");
        }

        if (head.Header("Sec-WebSocket-Version"u8) != Version)
        {
            throw new HttpRefusedException(HttpStatusCode.UpgradeRequired, "its WebSocket handshake is not of version 13");
        }

        Span<byte> key = stackalloc byte[18];
        if (!Convert.TryFromBase64String(head.Header("Sec-WebSocket-Key"u8) ?? "", key, out var length) || length != 16)
        {
            throw new HttpRefusedException(HttpStatusCode.BadRequest, "its WebSocket handshake has no key of 16 bytes");
        }
    }

    public static byte[] Answer(HttpRequestHead head, string? subProtocol)
    {
#pragma warning disable CA5350 // The protocol demands SHA-1; nothing is kept secret by it.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(head.Header("Sec-WebSocket-Key"u8) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        var protocol = subProtocol is null ? "" : $"Sec-WebSocket-Protocol: {subProtocol}\r\n";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{protocol}\r\n");
    }
}
