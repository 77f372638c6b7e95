using System.Net;
using System.Net.Http.Headers;

namespace AsyncTick.Net;

/// <summary>What <see cref="HttpStream"/> asks with, and what a refusal means in words.</summary>
internal static class HttpStreamRequests
{
    public static HttpRequestMessage New(Uri address, HttpStreamOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, LogText.WithoutCredentials(address)) { Version = HttpVersion.Version11 };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("UnrealAsyncTick", "1"));
        request.Headers.Authorization = HttpCredentials.Of(address);
        request.Headers.Range = options.From > 0 ? new RangeHeaderValue(options.From, null) : null;
        foreach (var (name, value) in options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Why an answer is no body to read.</summary>
    public static string Refusal(Uri address, HttpResponseMessage response)
    {
        var status = $"{LogText.Address(address)} answered {(int)response.StatusCode} {LogText.Printable(response.ReasonPhrase, 100)}";
        if ((int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { } location)
        {
            return status + (response.StatusCode == HttpStatusCode.Unauthorized ? ": it wants a user name and a password (http://user:password@...)." : ".");
        }

        var from = response.RequestMessage!.RequestUri!;
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        var why = to.Scheme != Uri.UriSchemeHttp && to.Scheme != Uri.UriSchemeHttps ? "only http and https are followed"
            : from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp ? "from https to http is not followed, since it would give up the encryption; use that address itself if it will do"
            : "that is more redirections than are followed (MaxRedirects)";
        return $"{status}, a redirection to {LogText.Address(to)}: {why}.";
    }
}
