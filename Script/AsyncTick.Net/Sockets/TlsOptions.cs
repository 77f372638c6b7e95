using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AsyncTick.Net;

/// <summary>
/// Encryption of a connection, either end (asyncio's <c>ssl=</c>). A server needs a <see cref="Certificate"/>; a client needs nothing: it then
/// trusts what the system trusts. Immutable; any thread.
/// </summary>
public sealed record TlsOptions
{
    /// <summary>Who this side is, with its private key. A client needs one only when the server asks for it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A client's own trust: only certificates below one of these are accepted. Null for the system's trust.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Accepts a server whose certificate is signed by itself. Its name and dates are still checked. For tests and closed networks: any machine in between can make one.</summary>
    public bool AllowSelfSigned { get; init; }

    /// <summary>The name that the server's certificate must have; null for the host that was asked for.</summary>
    public string? HostName { get; init; }

    /// <summary>How long the handshake may take, in seconds of real time.</summary>
    public double HandshakeSeconds { get; init; } = 5;

    internal SslClientAuthenticationOptions ForClient(string host) => new()
    {
        TargetHost = HostName ?? host,
        ClientCertificates = Certificate is null ? null : [Certificate],
        CertificateChainPolicy = TrustedRoots is null ? null : OwnTrust(TrustedRoots),
        RemoteCertificateValidationCallback = AllowSelfSigned ? AcceptSelfSigned : null,
    };

    internal SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificate = Certificate ?? throw new ArgumentException("A server needs TlsOptions.Certificate, with its private key."),
    };

    /// <summary>For clients of the platform that take only a callback.</summary>
    internal RemoteCertificateValidationCallback? Validation()
    {
        if (AllowSelfSigned)
        {
            return AcceptSelfSigned;
        }

        return TrustedRoots is not { } roots ? null : (_, certificate, _, errors) =>
        {
            if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                return false;
            }

            using var chain = new X509Chain { ChainPolicy = OwnTrust(roots) };
            using var copy = new X509Certificate2(certificate);
            return chain.Build(copy);
        };
    }

    private static X509ChainPolicy OwnTrust(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static bool AcceptSelfSigned(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        return errors == SslPolicyErrors.RemoteCertificateChainErrors
            && certificate is not null && certificate.Subject == certificate.Issuer
            && chain is not null && chain.ChainStatus.All(status => (status.Status & ~Untrusted) == 0);
    }
}
