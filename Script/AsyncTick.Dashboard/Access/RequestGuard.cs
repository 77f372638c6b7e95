using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>
/// Decides who may ask. The name in the Host header must be this machine's own (a page elsewhere can point a name of its own at 127.0.0.1), a
/// request that says which page it comes from must come from ours, and whatever holds data or does something wants the token.
/// </summary>
/// <remarks>
/// The token comes in a header, not a cookie: cookies ignore ports, so every other server on this machine that the browser visits would be
/// sent it, and a page of such a server counts as the same site. A header is sent by our own script only, which keeps the token for the tab.
/// </remarks>
[DebuggerDisplay("port {_port}")]
internal sealed class RequestGuard(int port, AccessToken token)
{
    private readonly int _port = port;

    /// <summary>Null when the request may go on, else the answer.</summary>
    public HttpResponse? Refuse(HttpRequest request, bool needsToken)
    {
        var host = request.Header("Host");
        if (host != $"127.0.0.1:{_port}" && !string.Equals(host, $"localhost:{_port}", StringComparison.OrdinalIgnoreCase))
        {
            return HttpResponse.Text(421, "This is the dashboard of a program on this machine; it answers to 127.0.0.1 and localhost only.");
        }

        var isForeign = request.Header("Origin") is { } origin && !string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase);
        if (isForeign || (needsToken && request.Header("Sec-Fetch-Site") is not (null or "same-origin" or "none")))
        {
            return HttpResponse.Text(403, "Other pages may not call the dashboard.");
        }

        return needsToken && !token.Admits(request.Header("Authorization"))
            ? HttpResponse.Text(401, "The token is missing or is not this program's. Run AsyncTick.Dashboard and open the link that it prints; a program sends what follows its # in a header, 'Authorization: Bearer TOKEN'.")
            : null;
    }
}
