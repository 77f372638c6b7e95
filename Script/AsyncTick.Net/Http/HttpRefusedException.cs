using System.Net;

namespace AsyncTick.Net;

/// <summary>A request that cannot be served, and the status that says so to the client.</summary>
internal sealed class HttpRefusedException(HttpStatusCode status, string reason) : NetworkException(reason)
{
    public HttpStatusCode Status { get; } = status;
}
