using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AsyncTick.Net.Tests;

/// <summary>Lines over TLS and Unix sockets, against openssl, netcat and itself.</summary>
public sealed class LineTransportKindsTests
{
    [Test]
    public void Tls_OwnTrust_IsAcceptedAndWithoutItRefused()
    {
        using var certificates = new TestCertificates();
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { Tls = new TlsOptions { Certificate = certificates.Server } });
        loop.Run(async () =>
        {
            Assert.That(await Ask(server, certificates.OwnTrust), Is.EqualTo("ok hello"));
            await AssertRefused(server, new TlsOptions());
            await AssertRefused(server, certificates.OwnTrust with { HostName = "elsewhere.example" });
        });
        loop.PumpUntil(() => server.ClientCount == 0);
        Assert.That(loop.Log.Errors, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Tls_SelfSigned_OnlyByTheExplicitOption()
    {
        using var certificates = new TestCertificates();
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { Tls = new TlsOptions { Certificate = certificates.SelfSigned } });
        var expired = LineServerTests.StartEcho(loop, out var second, options: new LineServerOptions { Tls = new TlsOptions { Certificate = certificates.Expired } });
        loop.Run(async () =>
        {
            await AssertRefused(server, new TlsOptions());
            Assert.That(await Ask(server, new TlsOptions { AllowSelfSigned = true }), Is.EqualTo("ok hello"));
            await AssertRefused(server, new TlsOptions { AllowSelfSigned = true, HostName = "elsewhere.example" });
            await AssertRefused(expired, new TlsOptions { AllowSelfSigned = true });
        });
        LineServerTests.End(loop, scope);
        LineServerTests.End(loop, second);
    }

    [Test]
    public void Tls_OpensslServer_IsRead()
    {
        using var certificates = new TestCertificates();
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("cert.pem"), certificates.Server.ExportCertificatePem());
        File.WriteAllText(folder.File("key.pem"), certificates.Server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var port = LoopbackPort.Free();
        using var openssl = ServerProcess.Start("openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert", folder.File("cert.pem"), "-key", folder.File("key.pem"), "-naccept", "2", "-rev");
        openssl.WaitForPort(port);
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("localhost", port, new LineOptions { Tls = certificates.OwnTrust });
            await client.WriteLine("abc");
            Assert.That(await client.ReadLine(), Is.EqualTo("cba"));
        });
    }

    [Test]
    public void Tls_ClientThatSaysNothing_IsDroppedByTheHandshakeLimit()
    {
        using var certificates = new TestCertificates();
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { Tls = new TlsOptions { Certificate = certificates.Server, HandshakeSeconds = 0.2 } });
        using var silent = LineServerTests.Connect(server);
        loop.PumpUntil(() => server.AcceptedCount == 1 && server.ClientCount == 0);
        using var plain = LineServerTests.Connect(server);
        plain.GetStream().Write("hello, no TLS here\n"u8);
        loop.PumpUntil(() => server.AcceptedCount == 2 && server.ClientCount == 0);

        Assert.That(loop.Log.Errors, Is.Empty);
        Assert.That(loop.Log.Plain.Count(line => line.Contains(" lost: the TLS handshake", StringComparison.Ordinal)), Is.EqualTo(2));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void UnixSocket_NetcatAndOurselves_AreServedAndTheFileIsRemoved()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("lines.sock");
        using var loop = new NetLoop();

        // What a killed server leaves behind: its file, with no program that listens.
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(path));
        }

        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { UnixPath = path });
        using var nc = ServerProcess.Start("nc", "-N", "-U", path);
        nc.Write("from netcat\n");
        nc.EndInput();
        loop.PumpUntil(() => nc.HasExited);
        Assert.That(nc.Output, Is.EqualTo("ok from netcat\n"));
        loop.Run(async () =>
        {
            await using var client = await LineConnection.OpenUnix(path);
            await client.WriteLine("hello");
            Assert.That(await client.ReadLine(), Is.EqualTo("ok hello"));
            Assert.Throws<InvalidOperationException>(() => _ = client.Peer);
            Assert.Throws<NetworkException>(() => LineServer.Start(_ => Task.CompletedTask, new LineServerOptions { UnixPath = path }));
            await Assert.ThatAsync(() => LineConnection.OpenUnix(folder.File("none.sock")), Throws.InstanceOf<NetworkException>().With.Message.Contains("none.sock"));
        });
        Assert.That(server.Name, Is.EqualTo(path));
        LineServerTests.End(loop, scope);
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void UnixSocket_AFileIsInTheWay_IsLeftAlone()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("precious.txt");
        File.WriteAllText(path, "");
        using var loop = new NetLoop();
        loop.Run(() =>
        {
            Assert.Throws<NetworkException>(() => LineServer.Start(_ => Task.CompletedTask, new LineServerOptions { UnixPath = path }));
            return Task.CompletedTask;
        });
        Assert.That(File.Exists(path));
    }

    private static async Task<string?> Ask(LineServer server, TlsOptions tls)
    {
        await using var client = await LineConnection.Open("127.0.0.1", server.Endpoint.Port, new LineOptions { Tls = tls });
        await client.WriteLine("hello");
        return await client.ReadLine();
    }

    private static Task AssertRefused(LineServer server, TlsOptions tls) =>
        Assert.ThatAsync(() => Ask(server, tls), Throws.InstanceOf<NetworkException>().With.Message.Contains("TLS handshake"));
}
