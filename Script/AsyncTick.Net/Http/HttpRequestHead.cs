using System.Buffers;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text;

namespace AsyncTick.Net;

/// <summary>The request line and the headers of one HTTP/1 request, checked (RFC 9112). Immutable.</summary>
internal sealed class HttpRequestHead
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private HttpRequestHead(string method, Uri url, bool isHttp11, NameValueCollection headers)
    {
        Method = method;
        Url = url;
        Headers = headers;
        IsChunked = ReadTransferEncoding(headers, isHttp11);
        ContentLength = ReadContentLength(headers);
        if (IsChunked && headers["Content-Length"] is not null)
        {
            throw Bad("it has both a Content-Length and a Transfer-Encoding");
        }

        KeepAlive = !HasToken("Connection", "close") && (isHttp11 || HasToken("Connection", "keep-alive"));
        ExpectsContinue = isHttp11 && HasToken("Expect", "100-continue");
        IsHttp11 = isHttp11;
    }

    public string Method { get; }

    public Uri Url { get; }

    public bool IsHttp11 { get; }

    public NameValueCollection Headers { get; }

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
        var method = Encoding.ASCII.GetString(line[..first]);
        var target = line[(first + 1)..last];
        var headers = ReadHeaders(bytes);
        return new HttpRequestHead(method, ReadUrl(target, method, headers, scheme, isHttp11), isHttp11, headers);
    }

    /// <summary>Whether a header that is a list has this word in it, in any case.</summary>
    public bool HasToken(string header, string word) =>
        (Headers[header] ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    private static HttpRefusedException Bad(string reason) => new(HttpStatusCode.BadRequest, $"its request is not well formed: {reason}");

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var line = bytes[..end];
        bytes = bytes[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private static NameValueCollection ReadHeaders(ReadOnlySpan<byte> bytes)
    {
        var headers = new NameValueCollection(StringComparer.OrdinalIgnoreCase);
        while (NextLine(ref bytes) is { IsEmpty: false } line)
        {
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

            headers.Add(Encoding.ASCII.GetString(line[..colon]), OutsideEncoding.Decode(value));
        }

        return headers;
    }

    private static Uri ReadUrl(ReadOnlySpan<byte> target, string method, NameValueCollection headers, string scheme, bool isHttp11)
    {
        var host = headers["Host"];
        if (isHttp11 && (host is null || headers.GetValues("Host")!.Length > 1))
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
        var origin = $"{scheme}://{(string.IsNullOrEmpty(host) ? "localhost" : host)}";
        var whole = text switch
        {
            "*" when method == "OPTIONS" => origin + "/",
            ['/', ..] => origin + text,
            _ => text,
        };
        return Uri.TryCreate(whole, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0
            ? url
            : throw Bad("its address is none, or its Host header");
    }

    private static bool ReadTransferEncoding(NameValueCollection headers, bool isHttp11)
    {
        var coding = headers["Transfer-Encoding"];
        if (coding is null)
        {
            return false;
        }

        return isHttp11 && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new HttpRefusedException(HttpStatusCode.NotImplemented, "its Transfer-Encoding is not known here");
    }

    private static long ReadContentLength(NameValueCollection headers)
    {
        var values = headers.GetValues("Content-Length");
        if (values is null)
        {
            return 0;
        }

        return values.Length == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw Bad("its Content-Length is no number");
    }
}
