using System.Diagnostics;
using System.Text;

namespace AsyncTick.Dashboard;

/// <summary>An answer: a body, or something that writes until the connection ends.</summary>
[DebuggerDisplay("{Status} {ContentType}")]
internal sealed record HttpResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Takes the connection over after the headers; it is closed when this ends.</summary>
    public Func<HttpConnection, CancellationToken, Task>? Stream { get; init; }

    /// <summary>Names the methods that would be right, for status 405.</summary>
    public string? Allow { get; init; }

    public static HttpResponse Text(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>The status line and all headers. No page may frame, read or guess at what is sent, and the page itself may load nothing from elsewhere.</summary>
    public byte[] Head(bool keepAlive)
    {
        var head = new StringBuilder(640);
        head.Append("HTTP/1.1 ").Append(Status).Append(' ').Append(Reason(Status)).Append("\r\n");
        head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        if (Stream is null)
        {
            head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        }

        if (Allow is not null)
        {
            head.Append("Allow: ").Append(Allow).Append("\r\n");
        }

        if (Status == 401)
        {
            head.Append("WWW-Authenticate: Bearer\r\n");
        }

        head.Append(keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
        head.Append("""
            Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            X-Content-Type-Options: nosniff
            X-Frame-Options: DENY
            Referrer-Policy: no-referrer
            Cross-Origin-Resource-Policy: same-origin
            Cross-Origin-Opener-Policy: same-origin
            Cache-Control: no-store


            """.ReplaceLineEndings("\r\n"));
        return Encoding.ASCII.GetBytes(head.ToString());
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    };
}
