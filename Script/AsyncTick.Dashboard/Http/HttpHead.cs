using System.Buffers;
using System.Globalization;
using System.Text;

namespace AsyncTick.Dashboard;

/// <summary>Reads a request line and headers. Strict: what two programs could read in two ways is refused.</summary>
internal sealed class HttpHead
{
    private const int MaxHeaders = 64;

    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private HttpHead(string method, string path, Dictionary<string, string> headers, int bodyLength, bool keepAlive)
    {
        Method = method;
        Path = path;
        Headers = headers;
        BodyLength = bodyLength;
        KeepAlive = keepAlive;
    }

    public string Method { get; }

    /// <summary>As sent, without the query; never decoded, so there is only one spelling of each.</summary>
    public string Path { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public int BodyLength { get; }

    public bool KeepAlive { get; }

    /// <param name="bytes">Everything up to the empty line, without it.</param>
    /// <param name="maxBodyBytes">The longest body that is taken.</param>
    /// <exception cref="HttpError">It is not a request that this server takes.</exception>
    public static HttpHead Parse(ReadOnlySpan<byte> bytes, int maxBodyBytes)
    {
        if (bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') is >= 0 && HasStrayControls(bytes))
        {
            throw new HttpError(400, "The request holds bytes that do not belong into one.");
        }

        var lines = Encoding.ASCII.GetString(bytes).Split("\r\n");
        var (method, path, minor) = ParseRequestLine(lines[0]);
        if (lines.Length - 1 > MaxHeaders)
        {
            throw new HttpError(431, $"More than {MaxHeaders} headers.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            AddHeader(headers, line);
        }

        if (headers.ContainsKey("Transfer-Encoding"))
        {
            throw new HttpError(501, "Transfer encodings are not taken; send a Content-Length.");
        }

        var connection = headers.GetValueOrDefault("Connection", "");
        var keepAlive = minor == 1 && !connection.Contains("close", StringComparison.OrdinalIgnoreCase);
        return new HttpHead(method, path, headers, BodyLengthOf(headers, maxBodyBytes), keepAlive);
    }

    // Tabs are allowed in values; line ends are looked at where the lines are split.
    private static bool HasStrayControls(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLineEnd = (bytes[i] == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n') || (bytes[i] == '\n' && i > 0 && bytes[i - 1] == '\r');
            if (bytes[i] is (< (byte)' ' or > (byte)'~') and not (byte)'\t' && !isLineEnd)
            {
                return true;
            }
        }

        return false;
    }

    private static (string Method, string Path, int Minor) ParseRequestLine(string line)
    {
        var words = line.Split(' ');
        if (words.Length != 3 || words[0].Length == 0 || words[0].AsSpan().ContainsAnyExcept(TokenChars) || !words[1].StartsWith('/'))
        {
            throw new HttpError(400, "The request line is not understood.");
        }

        var minor = words[2] switch
        {
            "HTTP/1.1" => 1,
            "HTTP/1.0" => 0,
            _ => throw new HttpError(505, "HTTP/1.1 is spoken here."),
        };
        var query = words[1].IndexOf('?');
        return (words[0], query < 0 ? words[1] : words[1][..query], minor);
    }

    private static void AddHeader(Dictionary<string, string> headers, string line)
    {
        var colon = line.IndexOf(':');
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAnyExcept(TokenChars))
        {
            throw new HttpError(400, "A header is not understood.");
        }

        // Of two values for one of these, another program may have looked at the other.
        if (!headers.TryAdd(line[..colon], line[(colon + 1)..].Trim(' ', '\t')))
        {
            throw new HttpError(400, $"The header {line[..colon]} comes twice.");
        }
    }

    private static int BodyLengthOf(Dictionary<string, string> headers, int maxBodyBytes)
    {
        if (!headers.TryGetValue("Content-Length", out var value))
        {
            return 0;
        }

        if (value.Length is 0 or > 18 || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new HttpError(400, "The Content-Length is not a number.");
        }

        return length <= maxBodyBytes ? (int)length : throw new HttpError(413, $"The body is longer than {maxBodyBytes} bytes.");
    }
}
