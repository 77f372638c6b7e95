using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>What a peer does to a connection is told in documented exceptions, after everything that had arrived.</summary>
public sealed class LinePeerTests
{
    [Test]
    [Category("case 05")]
    [Category("case 05")]
    public void ReadLine_ResetBeforeTheRead_FirstTheLinesThenADocumentedError()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port);
            peer.Accept().Write("result 1\nresult 2\nhalf");
            await Async.Delay(0.1, Clock.Real);
            peer.Reset();
            await Async.Delay(0.1, Clock.Real);

            Assert.That(await client.ReadLine(), Is.EqualTo("result 1"));
            Assert.That(await client.ReadLine(), Is.EqualTo("result 2"));
            for (var i = 0; i < 3; i++)
            {
                await Assert.ThatAsync(async () => await client.ReadLine(), Throws.InstanceOf<NetworkException>().With.Message.Contains("broke"));
            }

            Assert.That(await client.ReadText(), Is.EqualTo("half"), "what is no line is still there as text");
            await Assert.ThatAsync(async () => await client.ReadText(), Throws.InstanceOf<NetworkException>());
        });
    }

    [Test]
    [Category("case 05")]
    public void Server_ClientResetBeforeTheRead_IsOneLineWithoutAStack()
    {
        using var loop = new NetLoop();
        var go = new TaskCompletionSource();
        var server = LineServerTests.Start(loop, out var scope, async client =>
        {
            await go.Task;
            await foreach (var _ in client.ReadLines())
            {
            }
        });
        var second = LineServerTests.Connect(server);
        loop.PumpUntil(() => server.ClientCount == 1);
        second.Client.Close(0);
        loop.PumpFor(0.05);
        go.SetResult();
        loop.PumpUntil(() => server.ClientCount == 0);

        Assert.That(loop.Log.Errors, Is.Empty);
        Assert.That(loop.Log.Plain, Has.One.Contains(" lost: "));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Options_ThatAreNoNumbers_AreRefusedBeforeAnythingBegins()
    {
        const double None = double.NaN;
        Func<Task>[] starts =
        [
            () => Task.FromResult(LineServer.Start(static _ => Task.CompletedTask, new LineServerOptions { IdleSeconds = None })),
            () => Task.FromResult(LineServer.Start(static _ => Task.CompletedTask, new LineServerOptions { CloseSeconds = None })),
            () => LineConnection.Open("127.0.0.1", 1, new LineOptions { CloseSeconds = None }),
            () => LineConnection.OpenUnix("/nothing", new LineOptions { CloseSeconds = None }),
            () => Task.FromResult(HttpServer.Start(static _ => Task.CompletedTask, new HttpServerOptions { IdleSeconds = None })),
            () => Task.FromResult(WebSocketServer.StartEcho(null, new WebSocketOptions { CloseSeconds = None })),
            () => WebSocketConnection.Connect(new Uri("ws://127.0.0.1:1/"), new WebSocketOptions { SendSeconds = None }),
            () => Task.FromResult(WebSocketLink.Start(new Uri("ws://127.0.0.1:1/"), new WebSocketOptions { PongSeconds = None })),
            () => Task.FromResult(ChildProcess.Start("true", [], new ChildProcessOptions { KillSeconds = None })),
            () => Task.FromResult(ChildProcess.Start("true", [], new ChildProcessOptions { MaxLineLength = -1 })),
        ];
        using var loop = new NetLoop();
        var before = Footprint.Take();
        foreach (var start in starts)
        {
            Assert.That(() => loop.Run(start), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        before.AssertRestored();
        Assert.That(loop.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void ReadLine_AfterALineThatIsTooLong_SaysTheSameAgain()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port, new LineOptions { MaxLineBytes = 10 });
            peer.Accept().Write("good\n01234567890123456789\nnext\n");
            Assert.That(await client.ReadLine(), Is.EqualTo("good"));
            for (var i = 0; i < 2; i++)
            {
                await Assert.ThatAsync(async () => await client.ReadLine(), Throws.InstanceOf<LineFormatException>().With.Message.Contains("longer than 10 bytes"));
            }
        });
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Write_SmallestUnsentLimit_StillSends(int limit)
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { MaxUnsentBytes = limit });
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", server.Endpoint.Port, new LineOptions { MaxUnsentBytes = limit });
            for (var i = 0; i < 3; i++)
            {
                await client.WriteLine("x");
                Assert.That(await client.ReadLine(), Is.EqualTo("ok x"));
            }
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 26")]
    public void Options_WithoutLimits_DoNotOverflow()
    {
        const double Ever = double.PositiveInfinity;
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { IdleSeconds = Ever, CloseSeconds = Ever, ConnectSeconds = Ever, MaxLineBytes = int.MaxValue, MaxUnsentBytes = int.MaxValue });
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", server.Endpoint.Port, new LineOptions { ConnectSeconds = Ever, CloseSeconds = Ever, MaxLineBytes = int.MaxValue, MaxUnsentBytes = int.MaxValue });
            await client.WriteLine("x");
            Assert.That(await client.ReadLine(), Is.EqualTo("ok x"));
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Peer_ConnectedByName_IsShownAsIPv4()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port);
            Assert.That(client.PeerName, Is.EqualTo($"127.0.0.1:{peer.Port}"));
            Assert.That(client.Peer.AddressFamily, Is.EqualTo(AddressFamily.InterNetwork));
        });
    }
}
