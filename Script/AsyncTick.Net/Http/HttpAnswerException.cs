using System.Net;

namespace AsyncTick.Net;

/// <summary>A server's answer that is no body to read.</summary>
internal sealed class HttpAnswerException(HttpStatusCode status, string message) : NetworkException(message)
{
    public HttpStatusCode Status { get; } = status;
}
