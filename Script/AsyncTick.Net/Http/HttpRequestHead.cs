using System.Buffers;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text;

namespace AsyncTick.Net;

/// <summary>The request line and the headers of one HTTP/1 request, checked (RFC 9112). Immutable, but that handlers may change <see cref="Headers"/>.</summary>
internal sealed class HttpRequestHead
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly HttpHeaderLines _lines;
    private NameValueCollection? _headers;

    private HttpRequestHead(string method, Uri url, bool isHttp11, HttpHeaderLines lines)
    {
        Method = method;
        Url = url;
        _lines = lines;
        IsChunked = ReadTransferEncoding(lines, isHttp11);
        ContentLength = ReadContentLength(lines);
        if (IsChunked && lines.Count("Content-Length"u8) > 0)
        {
            throw Bad("it has both a Content-Length and a Transfer-Encoding");
        }

        KeepAlive = !HasToken("Connection"u8, "close"u8) && (isHttp11 || HasToken("Connection"u8, "keep-alive"u8));
        ExpectsContinue = isHttp11 && HasToken("Expect"u8, "100-continue"u8);
        IsWebSocket = HasToken("Upgrade"u8, "websocket"u8);
        IsHttp11 = isHttp11;
    }

    public string Method { get; }

    public Uri Url { get; }

    public bool IsHttp11 { get; }

    /// <summary>All of them, made when first asked for.</summary>
    public NameValueCollection Headers => _headers ??= _lines.ToCollection();

    /// <summary>Whether the client wants to speak WebSocket.</summary>
    public bool IsWebSocket { get; }

    /// <summary>Bytes of the body; 0 when there is none.</summary>
    public long ContentLength { get; }

    public bool IsChunked { get; }

    public bool KeepAlive { get; }

    public bool ExpectsContinue { get; }

    /// <summary>Where the head ends in what has arrived: after its empty line; -1 when that is not there yet. Empty lines before a request are skipped, as the RFC asks.</summary>
    public static int FindEnd(ReadOnlySpan<byte> bytes, out int start)
    {
        start = 0;
        while (start < bytes.Length && bytes[start] is (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        for (var at = start; bytes[at..].IndexOf((byte)'\n') is >= 0 and var line; at += line + 1)
        {
            if (at > start && (line == 0 || (line == 1 && bytes[at] == '\r')))
            {
                return at + line + 1;
            }
        }

        return -1;
    }

    /// <summary>Reads a head that is all there.</summary>
    /// <exception cref="HttpRefusedException">It is not HTTP/1, or not well formed.</exception>
    public static HttpRequestHead Parse(ReadOnlySpan<byte> bytes, string scheme)
    {
        var line = NextLine(ref bytes);
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first || line[..first].ContainsAnyExcept(TokenBytes))
        {
            throw Bad("its first line is no request line");
        }

        var version = line[(last + 1)..];
        if (!version.StartsWith("HTTP/"u8))
        {
            throw Bad("its first line is no request line");
        }

        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
        {
            throw new HttpRefusedException(HttpStatusCode.HttpVersionNotSupported, "its HTTP version is not 1.0 or 1.1");
        }

        var isHttp11 = version[^1] == '1';
        var method = MethodOf(line[..first]);
        var target = line[(first + 1)..last];
        var lines = ReadHeaders(bytes);
        return new HttpRequestHead(method, ReadUrl(target, method, lines, scheme, isHttp11), isHttp11, lines);
    }

    /// <summary>Whether a header that is a list has this word in it, in any case.</summary>
    public bool HasToken(ReadOnlySpan<byte> header, ReadOnlySpan<byte> word) => _lines.HasToken(header, word);

    /// <summary>A header; null when it is not there. Several of one name are one, with commas in between.</summary>
    public string? Header(ReadOnlySpan<byte> name) => _lines.Value(name);

    private static HttpRefusedException Bad(string reason) => new(HttpStatusCode.BadRequest, $"its request is not well formed: {reason}");

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var line = bytes[..end];
        bytes = bytes[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private static string MethodOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("GET"u8) ? "GET" : word.SequenceEqual("POST"u8) ? "POST" : word.SequenceEqual("HEAD"u8) ? "HEAD" : Encoding.ASCII.GetString(word);

    private static HttpHeaderLines ReadHeaders(ReadOnlySpan<byte> bytes)
    {
        var lines = new HttpHeaderLines(bytes);
        for (var at = 0; ;)
        {
            var rest = bytes[at..];
            var line = NextLine(ref rest);
            if (line.IsEmpty)
            {
                return lines;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
            {
                throw Bad("a header has no name, or spaces in it");
            }

            var value = line[(colon + 1)..].Trim(" \t"u8);
            foreach (var letter in value)
            {
                if (letter is < (byte)' ' and not (byte)'\t' or 0x7F)
                {
                    throw Bad("a header has control characters in it");
                }
            }

            lines.Add(at, colon, line.Length);
            at = bytes.Length - rest.Length;
        }
    }

    private static Uri ReadUrl(ReadOnlySpan<byte> target, string method, HttpHeaderLines headers, string scheme, bool isHttp11)
    {
        var host = headers.Value("Host"u8);
        if (isHttp11 && headers.Count("Host"u8) != 1)
        {
            throw Bad("it must have one Host header");
        }

        foreach (var letter in target)
        {
            if (letter is <= (byte)' ' or >= 0x7F)
            {
                throw Bad("its address has characters that must be escaped");
            }
        }

        var text = Encoding.ASCII.GetString(target);
        host = string.IsNullOrEmpty(host) ? "localhost" : host;
        var whole = text switch
        {
            "*" when method == "OPTIONS" => $"{scheme}://{host}/",
            ['/', ..] => $"{scheme}://{host}{text}",
            _ => text,
        };
        return Uri.TryCreate(whole, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0
            ? url
            : throw Bad("its address is none, or its Host header");
    }

    private static bool ReadTransferEncoding(HttpHeaderLines headers, bool isHttp11)
    {
        var coding = headers.Value("Transfer-Encoding"u8);
        if (coding is null)
        {
            return false;
        }

        return isHttp11 && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new HttpRefusedException(HttpStatusCode.NotImplemented, "its Transfer-Encoding is not known here");
    }

    private static long ReadContentLength(HttpHeaderLines headers)
    {
        if (headers.Value("Content-Length"u8) is not { } value)
        {
            return 0;
        }

        // Two of them are joined by a comma, which is no digit.
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw Bad("its Content-Length is no number");
    }
}
