using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AsyncTick.Net;

/// <summary>The user name and the password in an address, as HTTP sends them.</summary>
internal static class HttpCredentials
{
    public static AuthenticationHeaderValue? Of(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        var (user, password) = PartsOf(address);
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>The same for what its server redirects to on itself, if it asks for them: the platform's client takes the header off at each redirection.</summary>
    public static CredentialCache? OfItsServer(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        var (user, password) = PartsOf(address);
        return new CredentialCache { { new Uri(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)), "Basic", new NetworkCredential(user, password) } };
    }

    private static (string User, string Password) PartsOf(Uri address)
    {
        var parts = address.UserInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
