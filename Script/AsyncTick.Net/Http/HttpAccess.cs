using System.Net;

namespace AsyncTick.Net;

/// <summary>Which requests an <see cref="HttpServer"/> takes by the names in them: its own host, and pages of its own.</summary>
internal static class HttpAccess
{
    /// <exception cref="HttpRefusedException">It is for another host, or from a page of another site.</exception>
    public static void Check(HttpRequestHead head, HttpServerOptions options)
    {
        // The dot at a full name's end is no part of it.
        var host = head.Url.IdnHost.Trim('[', ']');
        host = host.EndsWith('.') ? host[..^1] : host;
        if (IPAddress.IsLoopback(options.Address) && !IsLoopbackName(host) && !options.HostNames.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            throw new HttpRefusedException(HttpStatusCode.MisdirectedRequest, $"it asks for the host '{LogText.Printable(host, 100)}', which this server is not (HostNames)");
        }

        if (head.Header("Origin"u8) is { } origin && (head.IsWebSocket || head.Method is not ("GET" or "HEAD")) && !IsAllowed(origin, head.Url, options))
        {
            throw new HttpRefusedException(HttpStatusCode.Forbidden, $"Not from another site: a page of '{LogText.Printable(origin, 100)}' has sent it (AllowedOrigins)");
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsAllowed(string origin, Uri url, HttpServerOptions options) =>
        options.AllowedOrigins.Contains("*")
        || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(url.Authority, StringComparison.OrdinalIgnoreCase));
}
