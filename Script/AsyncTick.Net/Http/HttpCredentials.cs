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

        var parts = address.UserInfo.Split(':', 2);
        var plain = $"{Uri.UnescapeDataString(parts[0])}:{(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "")}";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)));
    }
}
