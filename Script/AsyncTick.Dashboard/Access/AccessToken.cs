using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Dashboard;

/// <summary>The secret in the printed link. It gives the rights of the console.</summary>
[DebuggerDisplay("secret")]
internal sealed class AccessToken
{
    public const string Variable = "ASYNCTICK_DASHBOARD_TOKEN";
    private const int MinLength = 24;
    private const string Scheme = "Bearer ";

    private readonly byte[] _bytes;

    private AccessToken(string text)
    {
        Text = text;
        _bytes = Encoding.ASCII.GetBytes(text);
    }

    /// <summary>For the link, and for nothing else.</summary>
    public string Text { get; }

    /// <summary>A new one; or that of the environment, so that an open page finds the host again after a restart.</summary>
    /// <exception cref="FormatException">The environment's is too weak.</exception>
    public static AccessToken Create() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? given.Length >= MinLength && given.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? new AccessToken(given)
            : throw new FormatException($"{Variable} must be at least {MinLength} letters, digits, - or _; leave it unset for a random token.")
        : new AccessToken(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));

    /// <summary>Whether an Authorization header holds the token. Takes as long for a nearly right one as for any other of its length.</summary>
    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(authorization[Scheme.Length..]), _bytes);
}
