using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;

namespace AsyncTick.Net.Tests;

/// <summary>Clients of a WebSocket server that do not keep to the protocol, and links that have ended.</summary>
public sealed class WebSocketPeerTests
{
    private const string Hello = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    private const string Key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    private const string Version = "Sec-WebSocket-Version: 13\r\n";

    [Test]
    [Category("case 12")]
    public void Server_ClientNeverAnswersAPing_IsDroppedInTime()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var ended = "";
        WebSocketServer? server = null;
        scope.Start(async () =>
        {
            await using (server = WebSocketServer.Start(
                async socket =>
                {
                    try
                    {
                        await foreach (var _ in socket.ReceiveAll())
                        {
                        }
                    }
                    catch (NetworkException e)
                    {
                        ended = e.Message;
                    }
                },
                sockets: new WebSocketOptions { PingSeconds = 0.2, PongSeconds = 0.2 }))
            {
                await server.WaitClosed();
            }
        });
        using var client = new RawClient(loop, server!.Endpoint);
        Assert.That(client.Send(Hello + Key + Version + "\r\n").Until("\r\n\r\n"), Does.StartWith("HTTP/1.1 101"));
        loop.PumpUntil(() => ended.Length > 0);
        Assert.That(ended, Does.Contain("was lost"));
        LineServerTests.End(loop, scope);
    }

    [TestCase(new byte[] { 0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE }, TestName = "Server_TextThatIsNotUtf8_IsNamed")]
    [TestCase(new byte[] { 0x88, 0x81, 0, 0, 0, 0, 3 }, TestName = "Server_CloseFrameOfOneByte_IsNamed")]
    public void Server_BrokenFrame_IsNamed(byte[] frame)
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var server = WebSocketServerTests.Start(scope);
        using var client = new RawClient(loop, server.Endpoint);
        client.Send(Hello + Key + Version + "\r\n").Until("\r\n\r\n");
        client.Send(frame);
        loop.PumpUntil(() => loop.Log.Plain.Any(static line => line.Contains("was lost", StringComparison.Ordinal)));
        Assert.That(loop.Log.Plain, Has.One.Contains("text that is not UTF-8, or a close frame that is none"));
        Assert.That(loop.Complaints, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    [TestCase(Hello + Version + "\r\n", "400")]
    [TestCase(Hello + "Sec-WebSocket-Key: tooshort\r\n" + Version + "\r\n", "400")]
    [TestCase(Hello + Key + "Sec-WebSocket-Version: 8\r\n\r\n", "426")]
    [TestCase("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n" + Key + Version + "\r\n", "400")]
    [TestCase("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + Key + Version + "\r\n", "400")]
    [TestCase(Hello + "Origin: http://evil.example\r\n" + Key + Version + "\r\n", "403")]
    [TestCase("GET / HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + Key + Version + "\r\n", "421")]
    public void Server_BadHandshake_IsAnsweredWithTheReason(string request, string status)
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var server = WebSocketServerTests.Start(scope);
        using var client = new RawClient(loop, server.Endpoint);
        var answer = client.Send(request).UntilClosed();
        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
        Assert.That(answer.Contains("Sec-WebSocket-Version: 13", StringComparison.Ordinal), Is.EqualTo(status == "426"));
        Assert.That(loop.Complaints, Is.Empty);
        Assert.That(loop.Log.Plain, Has.Count.EqualTo(1));
        LineServerTests.End(loop, scope);
    }

    [TestCase("http://127.0.0.1:PORT", "")]
    [TestCase("https://tool.example", "https://tool.example")]
    [TestCase("null", "*")]
    public void Server_OwnOrAllowedOrigin_IsTaken(string origin, string allowed)
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var server = WebSocketServerTests.Start(scope, new HttpServerOptions { AllowedOrigins = [allowed] });
        using var client = new RawClient(loop, server.Endpoint);
        var hello = Hello.Replace("127.0.0.1", $"127.0.0.1:{server.Endpoint.Port}", StringComparison.Ordinal);
        Assert.That(client.Send($"{hello}Origin: {origin.Replace("PORT", $"{server.Endpoint.Port}", StringComparison.Ordinal)}\r\n{Key}{Version}\r\n").Until("\r\n\r\n"), Does.StartWith("HTTP/1.1 101"));
        LineServerTests.End(loop, scope);
    }

    [TestCase(20_000)]
    [TestCase(3_000_000)]
    [TestCase(30_000_000)]
    public void Server_MessageTooBig_IsClosedWith1009Always(int size)
    {
        for (var round = 0; round < 5; round++)
        {
            using var loop = new NetLoop();
            var scope = loop.Loop.RootScope.CreateChild("server");
            var server = WebSocketServerTests.Start(scope, sockets: new WebSocketOptions { MaxMessageBytes = 10_000, CloseSeconds = 5 });
            var status = (WebSocketCloseStatus?)null;
            var client = Task.Run(async () =>
            {
                // The platform's own client, which answers the close as it should.
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(server.Address, CancellationToken.None);
                var sending = socket.SendAsync(new byte[size], WebSocketMessageType.Binary, true, CancellationToken.None);
                var received = await socket.ReceiveAsync(new byte[1000], CancellationToken.None);
                status = received.CloseStatus;
                await sending;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
            });
            loop.PumpUntil(() => client.IsCompleted);
            client.GetAwaiter().GetResult();
            Assert.That(status, Is.EqualTo(WebSocketCloseStatus.MessageTooBig), $"round {round}");
            LineServerTests.End(loop, scope);
        }
    }

    [Test]
    public void Unread_FloodOfEmptyMessages_IsHeldBack()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        WebSocketServer? server = null;
        var hold = new TaskCompletionSource();
        scope.Start(async () =>
        {
            await using (server = WebSocketServer.Start(async _ => await hold.Task.InScope(), sockets: new WebSocketOptions { MaxUnreadBytes = 100_000, PingSeconds = 0 }))
            {
                await server.WaitClosed();
            }
        });
        var sent = 0L;
        var before = GC.GetTotalMemory(true);
        var flood = Task.Run(async () =>
        {
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await socket.ConnectAsync(server!.Address, CancellationToken.None);
            var last = 0L;
            var sending = Task.Run(async () =>
            {
                try
                {
                    for (; ; sent++)
                    {
                        await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, CancellationToken.None);
                    }
                }
                catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
                {
                }
            });
            do
            {
                last = sent;
                await Task.Delay(300);
            }
            while (sent != last && sent < 20_000_000);

            socket.Abort();
            await sending;
        });
        loop.PumpUntil(() => flood.IsCompleted, 60);
        TestContext.Out.WriteLine($"{sent} empty messages were taken or lie in the kernel; {(GC.GetTotalMemory(true) - before) >> 10} KiB more");
        Assert.That(sent, Is.LessThan(20_000_000));
        Assert.That(GC.GetTotalMemory(true) - before, Is.LessThan(8 << 20));
        hold.SetResult();
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 11")]
    public void Link_Disposed_EverythingThatWaitsOrComesLaterEnds()
    {
        using var peer = new LoopbackPeer();
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var link = WebSocketLink.Start(new Uri($"ws://127.0.0.1:{peer.Port}/"));
            var waiting = Async.Start(() => Told(async () => await link.Send("hello")));
            var connecting = Async.Start(() => Told(link.WhenConnected));
            await Async.NextFrame();
            await link.DisposeAsync();
            await Async.WithTimeout(
                10,
                async () =>
                {
                    Assert.That(await waiting.Task, Does.Contain("was closed here"));
                    Assert.That(await connecting.Task, Does.Contain("was closed here"));
                    Assert.That(await Told(async () => await link.Send("after")), Does.Contain("was closed here"));
                    Assert.That(await Told(link.WhenConnected), Does.Contain("was closed here"));
                    await foreach (var _ in link.ReceiveAll())
                    {
                    }
                },
                "everything",
                Clock.Real);
        });
    }

    [Test]
    public void Link_ScopeCanceled_WaitsOfOthersEnd()
    {
        using var peer = new LoopbackPeer();
        using var loop = new NetLoop();
        WebSocketLink? link = null;
        var owner = loop.Loop.RootScope.CreateChild("owner");
        owner.Start(async () =>
        {
            link = WebSocketLink.Start(new Uri($"ws://127.0.0.1:{peer.Port}/"));
            await Async.Delay(100);
        });
        var other = loop.Loop.Start(() => Told(async () => await link!.Send("x")));
        loop.Frame();
        owner.Cancel();
        loop.PumpUntil(() => other.IsCompleted);
    }

    [Test]
    [Category("case 26")]
    public void Options_WithoutLimits_DoNotOverflow()
    {
        const double Ever = double.PositiveInfinity;
        var options = new WebSocketOptions { ConnectSeconds = Ever, SendSeconds = Ever, PingSeconds = Ever, PongSeconds = Ever, CloseSeconds = Ever };
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var server = WebSocketServerTests.Start(scope, new HttpServerOptions { IdleSeconds = Ever, RequestSeconds = Ever, SendSeconds = Ever }, options);
        foreach (var each in new[] { options, options with { PingSeconds = 1 } })
        {
            loop.Run(async () =>
            {
                await using var socket = await WebSocketConnection.Connect(server.Address, each);
                await socket.Send("hello");
                await foreach (var message in socket.ReceiveAll())
                {
                    Assert.That(message.Text, Is.EqualTo("hello"));
                    break;
                }
            });
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Tls_WssWithOwnTrust_Echoes()
    {
        using var certificates = new TestCertificates();
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var server = WebSocketServerTests.Start(scope, new HttpServerOptions { Tls = new TlsOptions { Certificate = certificates.Server } });
        Assert.That(server.Address.Scheme, Is.EqualTo("wss"));
        var blob = RandomNumberGenerator.GetBytes(300_000);
        loop.Run(async () =>
        {
            await using var socket = await WebSocketConnection.Connect(server.Address, new WebSocketOptions { Tls = certificates.OwnTrust });
            await socket.Send(blob);
            await foreach (var message in socket.ReceiveAll())
            {
                Assert.That(message.Payload.Span.SequenceEqual(blob));
                break;
            }

            await Assert.ThatAsync(() => WebSocketConnection.Connect(server.Address), Throws.InstanceOf<NetworkException>());
        });
        LineServerTests.End(loop, scope);
    }

    private static async Task<string> Told(Func<Task> wait)
    {
        try
        {
            await wait();
            return "it ended in good order";
        }
        catch (NetworkException e)
        {
            return e.Message;
        }
    }
}
