using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AsyncTick.Net.Tests;

/// <summary>A certificate authority of the test's own, a server certificate below it, and one that is signed by itself.</summary>
public sealed class TestCertificates : IDisposable
{
    public TestCertificates()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test Authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var serverKey = RSA.Create(2048);
        using var signed = ServerRequest(serverKey).Create(Authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4]);
        Server = signed.CopyWithPrivateKey(serverKey);
        using var ownKey = RSA.Create(2048);
        SelfSigned = ServerRequest(ownKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var oldKey = RSA.Create(2048);
        Expired = ServerRequest(oldKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(-2));
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public X509Certificate2 SelfSigned { get; }

    public X509Certificate2 Expired { get; }

    public TlsOptions OwnTrust => new() { TrustedRoots = [Authority] };

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
        SelfSigned.Dispose();
        Expired.Dispose();
    }

    private static CertificateRequest ServerRequest(RSA key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
