using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Unicode;

namespace AsyncTick.Net;

/// <summary>Writes an answer of HTTP/1.1 into a buffer. Allocates nothing once the buffer has its size.</summary>
internal static class HttpAnswer
{
    private const int MostLineBytes = 256;

    private static readonly FrozenDictionary<HttpStatusCode, string> Reasons =
        Enum.GetValues<HttpStatusCode>().Distinct().ToFrozenDictionary(static status => status, ReasonOf);

    /// <param name="to">Where it goes.</param>
    /// <param name="status">The status.</param>
    /// <param name="headers">Those of the handler, checked.</param>
    /// <param name="contentType">The body's type.</param>
    /// <param name="text">The body.</param>
    /// <param name="isHead">Only the length of the body is written.</param>
    /// <param name="keepAlive">Whether another request may follow.</param>
    public static void Write(IBufferWriter<byte> to, HttpStatusCode status, List<KeyValuePair<string, string>>? headers, string contentType, string text, bool isHead, bool keepAlive)
    {
        // Of these the length alone is said, and is none.
        text = status == HttpStatusCode.ResetContent ? "" : text;
        var hasBody = (int)status is not 204 and not 304;
        var reason = Reasons.TryGetValue(status, out var known) ? known : ReasonOf(status);
        Utf8.TryWrite(to.GetSpan(MostLineBytes), CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)status} {reason}\r\nDate: {DateTime.UtcNow:r}\r\n", out var written);
        to.Advance(written);
        for (var i = 0; i < headers?.Count; i++)
        {
            Write(to, headers[i].Key, headers[i].Value);
        }

        if (hasBody)
        {
            Write(to, "Content-Type", contentType);
            Utf8.TryWrite(to.GetSpan(MostLineBytes), CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(text)}\r\n", out written);
            to.Advance(written);
        }

        to.Write(keepAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
        if (hasBody && !isHead)
        {
            Encoding.UTF8.GetBytes(text, to);
        }
    }

    private static void Write(IBufferWriter<byte> to, string name, string value)
    {
        Encoding.UTF8.GetBytes(name, to);
        to.Write(": "u8);
        Encoding.UTF8.GetBytes(value, to);
        to.Write("\r\n"u8);
    }

    private static string ReasonOf(HttpStatusCode status)
    {
        using var named = new HttpResponseMessage(status);
        return named.ReasonPhrase ?? "";
    }
}
