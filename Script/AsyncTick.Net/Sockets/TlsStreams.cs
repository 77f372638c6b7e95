using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;

namespace AsyncTick.Net;

/// <summary>Makes the TLS handshake of either end, with its time limit and in the words of this library.</summary>
internal static class TlsStreams
{
    public static Task<SslStream> Client(Stream inner, string host, TlsOptions options, string name, CancellationToken cancellation) =>
        Handshake(inner, name, options, (stream, token) => stream.AuthenticateAsClientAsync(options.ForClient(host), token), cancellation);

    public static Task<SslStream> Server(Stream inner, TlsOptions options, string name, CancellationToken cancellation) =>
        Handshake(inner, name, options, (stream, token) => stream.AuthenticateAsServerAsync(options.ForServer(), token), cancellation);

    private static async Task<SslStream> Handshake(Stream inner, string name, TlsOptions options, Func<SslStream, CancellationToken, Task> authenticate, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfterSeconds(options.HandshakeSeconds);
        var stream = new SslStream(inner);
        try
        {
            // A handshake is milliseconds of arithmetic, and the first one of a process compiles for half a second.
            await Task.Run(() => authenticate(stream, limit.Token), CancellationToken.None);
            return stream;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            throw e switch
            {
                OperationCanceledException when cancellation.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException(string.Create(CultureInfo.InvariantCulture, $"the TLS handshake with {name} took more than {options.HandshakeSeconds:0.###} s."), e),
                AuthenticationException or IOException or ObjectDisposedException or NotSupportedException =>
                    new NetworkException($"the TLS handshake with {name} failed: {LogText.Printable((e.InnerException ?? e).Message)}", e),
                _ => e,
            };
        }
    }
}
