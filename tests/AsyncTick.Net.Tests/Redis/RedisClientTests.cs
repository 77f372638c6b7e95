using System.Security.Cryptography.X509Certificates;

namespace AsyncTick.Net.Tests;

public sealed class RedisClientTests
{
    [Test]
    public void Connect_ServerComesLater_IsWaitedFor()
    {
        using var loop = new NetLoop();
        using var server = new RedisServer();
        server.Kill();
        var connecting = loop.Loop.Start(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await redis.Publish("x", "y");
        });
        loop.PumpUntil(() => loop.Log.Warnings.Count > 0);
        Assert.That(loop.Log.Warnings[0], Does.Contain($"No server listens on 127.0.0.1:{server.Port}"));
        server.Start();
        loop.PumpUntil(() => connecting.IsCompleted);

        Assert.That(connecting.Task.IsCompletedSuccessfully, () => $"{connecting.Task.Exception}");
    }

    [TestCase(null, "it wants a password")]
    [TestCase("wrong", "the password is wrong")]
    public void Connect_PasswordMissingOrWrong_SaysSoAndStops(string? password, string expected)
    {
        using var server = new RedisServer("--requirepass", "secret");
        using var loop = new NetLoop();

        var error = Assert.Catch<NetworkException>(() => loop.Run(() => RedisClient.Connect(server.Options with { Password = password })));

        Assert.That(error!.Message, Does.Contain("refused the login").And.Contain(expected));
    }

    [Test]
    public void Connect_RightPassword_Works()
    {
        using var server = new RedisServer("--requirepass", "secret");
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options with { Password = "secret" });
            Assert.That(await redis.Publish("nobody", "x"), Is.Zero);
        });
    }

    [TestCase(2)]
    [TestCase(3)]
    public void Connect_AclUserWithFewRights_WorksWithinThem(int respVersion)
    {
        using var server = new RedisServer { RespVersion = respVersion };
        server.Cli("ACL", "SETUSER", "builder", "on", ">secret", "resetchannels", "&news.*", "~jobs", "+@stream", "+@pubsub", "+@connection");
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var options = server.Options with { User = "builder", Password = "secret" };
            await using var redis = await RedisClient.Connect(options);
            await using var news = await redis.Subscribe("news.a");
            Assert.That(await redis.Publish("news.a", "x"), Is.EqualTo(1));
            await redis.Stream("jobs").Add(("n", "1"));
            Assert.That(await Caught(() => redis.Stream("others").Add(("n", "1"))), Does.Contain("NOPERM"));
            Assert.That(await Caught(() => redis.Subscribe("other")), Does.Contain("NOPERM"));
            Assert.That(redis.Reconnects, Is.Zero, "a refused command is no lost connection");
            server.Cli("CLIENT", "KILL", "TYPE", "normal");
            server.Cli("CLIENT", "KILL", "TYPE", "pubsub");
            await Async.Until(() => news.Confirmed == 2);
        });
    }

    [TestCase("builder", "wrong", "the user 'builder' is unknown, or the password is wrong")]
    [TestCase("stranger", "secret", "the user 'stranger' is unknown, or the password is wrong")]
    public void Connect_AclUserIsRefused_SaysSoAndStops(string user, string password, string expected)
    {
        using var server = new RedisServer();
        server.Cli("ACL", "SETUSER", "builder", "on", ">secret", "+@all", "~*");
        using var loop = new NetLoop();

        var error = Assert.Catch<NetworkException>(() => loop.Run(() => RedisClient.Connect(server.Options with { User = user, Password = password })));

        Assert.That(error!.Message, Does.Contain("refused the login").And.Contain(expected));
    }

    [Test]
    public void Connect_Tls_Works()
    {
        using var folder = new ScratchFolder();
        ServerProcess.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=redis.test", "-keyout", folder.File("key.pem"), "-out", folder.File("cert.pem"));
        var tlsPort = LoopbackPort.Free();
        using var server = new RedisServer("--tls-port", $"{tlsPort}", "--tls-cert-file", folder.File("cert.pem"), "--tls-key-file", folder.File("key.pem"), "--tls-auth-clients", "no", "--tls-ca-cert-file", folder.File("cert.pem"));
        using var trusted = X509CertificateLoader.LoadCertificateFromFile(folder.File("cert.pem"));
        using var loop = new NetLoop();
        var options = server.Options with { Port = tlsPort, UseTls = true, TlsHost = "redis.test", ConnectSeconds = 5 };
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(options with
            {
                CertificateValidation = (_, certificate, _, _) => certificate!.GetCertHashString() == trusted.GetCertHashString(),
            });
            var subscription = await redis.Subscribe("secure");
            Assert.That(await redis.Publish("secure", "over TLS"), Is.EqualTo(1));
            await foreach (var message in subscription)
            {
                Assert.That(message.Text, Is.EqualTo("over TLS"));
                break;
            }
        });

        var error = Assert.Catch<NetworkException>(() => loop.Run(() => RedisClient.Connect(options)));
        Assert.That(error!.Message, Does.Contain("its certificate was not accepted"));
    }

    [Test]
    public void Publish_ServerHung_TimesOutByItself()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options with { CommandSeconds = 0.3, HeartbeatSeconds = 60 });
            server.Hang();
            Assert.That(await Caught(() => redis.Publish("x", "y")), Does.Contain("did not answer PUBLISH within 0.3 s"));
            server.Resume();
        });
    }

    [Test]
    public void Publish_NotConnected_SaysWhy()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            server.Kill();
            await Async.Until(() => !redis.IsConnected);
            Assert.That(await Caught(() => redis.Publish("x", "y")), Does.Contain("is not connected"));
        });
    }

    [Test]
    public void Publish_Binary_ArrivesUnchanged()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        var payload = new byte[100_000];
        new Random(3).NextBytes(payload);
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await using var subscription = await redis.Subscribe("bytes");
            await redis.Publish("bytes", payload);
            await foreach (var message in subscription)
            {
                Assert.That(message.Payload.Span.SequenceEqual(payload));
                break;
            }
        });
    }

    // Not NUnit's own: it would block the game thread that the answer needs.
    private static async Task<string> Caught(Func<Task> code)
    {
        try
        {
            await code();
            return "nothing was thrown";
        }
        catch (NetworkException e)
        {
            return e.Message;
        }
    }
}
