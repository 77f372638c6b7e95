using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class LineServerTests
{
    [Test]
    public void Server_Netcat_EachLineIsAnswered()
    {
        using var loop = new NetLoop();
        var server = StartEcho(loop, out var scope);
        using var nc = ServerProcess.Start("nc", "-N", "127.0.0.1", $"{server.Endpoint.Port}");
        nc.Write("one\r\ntwo\nthree");
        nc.EndInput();

        loop.PumpUntil(() => nc.HasExited);
        nc.WaitForExit();

        Assert.That(nc.Output, Is.EqualTo("ok one\nok two\nok three\n"));
        loop.PumpUntil(() => server.ClientCount == 0);
        Assert.That(loop.Log.Plain, Has.Some.StartsWith("new client connection from 127.0.0.1:"));
        Assert.That(loop.Log.Plain, Has.Some.Match("client 127.0.0.1:[0-9]+ disconnected"));
        End(loop, scope);
    }

    [Test]
    public void Server_PortZero_ReportsTheBoundEndpoint()
    {
        using var loop = new NetLoop();
        var server = StartEcho(loop, out var scope);

        Assert.That(server.Endpoint.Port, Is.Positive);
        Assert.That(server.Endpoint.Address, Is.EqualTo(IPAddress.Loopback));
        End(loop, scope);
    }

    [Test]
    public void Start_PortTaken_ReportsTheRealReason()
    {
        using var loop = new NetLoop();
        var server = StartEcho(loop, out var scope);

        loop.Run(() =>
        {
            var error = Assert.Throws<NetworkException>(() => LineServer.Start(_ => Task.CompletedTask, new LineServerOptions { Port = server.Endpoint.Port }));
            Assert.That(error!.Message, Does.Contain($"127.0.0.1:{server.Endpoint.Port}").And.Contain("the port is taken"));
            return Task.CompletedTask;
        });
        End(loop, scope);
    }

    [Test]
    public void Start_ForeignAddress_ReportsTheRealReason()
    {
        using var loop = new NetLoop();
        loop.Run(() =>
        {
            var error = Assert.Throws<NetworkException>(() => LineServer.Start(_ => Task.CompletedTask, new LineServerOptions { Address = IPAddress.Parse("192.0.2.1") }));
            Assert.That(error!.Message, Does.Contain("192.0.2.1").And.Contain("this machine has no such address"));
            return Task.CompletedTask;
        });
    }

    [Test]
    public void Start_Refused_LeavesThePortFree()
    {
        using var loop = new NetLoop();
        var port = LoopbackPort.Free();
        (Action Lines, Action Http) starts = (
            () => LineServer.Start(static _ => Task.CompletedTask, new LineServerOptions { Port = port }),
            () => HttpServer.Start(static _ => Task.CompletedTask, new HttpServerOptions { Port = port }));
        loop.Run(async () =>
        {
            var closing = Async.Scope.CreateChild("closing");
            _ = closing.Start(async () =>
            {
                try
                {
                    await Async.Delay(1000);
                }
                finally
                {
                    Assert.That(starts.Lines, Throws.InstanceOf<ScopeClosedException>());
                    Assert.That(starts.Http, Throws.InstanceOf<ScopeClosedException>());
                }
            });
            await closing.DisposeAsync();
            await Async.SwitchToThreadPool();
            Assert.That(starts.Lines, Throws.InvalidOperationException);
            Assert.That(starts.Http, Throws.InvalidOperationException);
            await Async.SwitchToGameThread();
            Assert.That(() => LineServer.Start(static _ => Task.CompletedTask, new LineServerOptions { Port = port, MaxLinesPerFrame = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            await using (LineServer.Start(static _ => Task.CompletedTask, new LineServerOptions { Port = port }))
            {
            }

            await using (HttpServer.Start(static _ => Task.CompletedTask, new HttpServerOptions { Port = port }))
            {
            }
        });
        Assert.That(loop.Complaints, Is.Empty);
    }

    [Test]
    public void Cancel_ClientsConnected_PortIsFreeAtOnceAndClientsSeeAnEnd()
    {
        using var loop = new NetLoop();
        var server = StartEcho(loop, out var scope);
        using var client = Connect(server);
        client.GetStream().Write("hello\n"u8);
        loop.PumpUntil(() => client.Available > 0);
        loop.PumpUntil(() => server.ClientCount == 1);

        loop.FramesToEnd(scope);
        var again = StartEcho(loop, out var second, server.Endpoint.Port);

        Assert.That(ReadToEnd(client), Is.EqualTo("ok hello\n"), "the client sees an orderly end, not a reset");
        Assert.That(again.Endpoint.Port, Is.EqualTo(server.Endpoint.Port));
        End(loop, second);
    }

    [Test]
    public void Cancel_TwentyClients_EndsWithinTwoFramesAndLeavesNothing()
    {
        var before = Footprint.Take();
        var clients = new List<TcpClient>();
        NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
        {
            var server = StartEchoIn(scope);
            clients.AddRange(Enumerable.Range(0, 20).Select(_ => Connect(server)));
            loop.PumpUntil(() => server.ClientCount % 20 == 0 && server.ClientCount > 0);
        });
        clients.ForEach(client => client.Dispose());
        before.AssertRestored();
    }

    [Test]
    public void Handler_Throws_OnlyItsClientEnds()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, async connection =>
        {
            await foreach (var line in connection.ReadLines())
            {
                if (line == "bad")
                {
                    throw new InvalidOperationException("handler fault");
                }

                await connection.WriteLine("ok " + line);
            }
        });
        using var good = Connect(server);
        using var bad = Connect(server);
        bad.GetStream().Write("bad\n"u8);
        loop.PumpUntil(() => server.AcceptedCount == 2 && server.ClientCount == 1);
        good.GetStream().Write("still here\n"u8);
        loop.PumpUntil(() => good.Available > 0);

        Assert.That(loop.Log.Errors, Has.One.Contains("handler fault"));
        End(loop, scope);
    }

    [Test]
    public void Client_Scope_EndsWithTheClient()
    {
        using var loop = new NetLoop();
        var ticks = 0;
        var server = Start(loop, out var scope, async connection =>
        {
            _ = Async.Start(
                async () =>
                {
                    while (true)
                    {
                        await Async.NextFrame();
                        ticks++;
                    }
                },
                "ticker of a client");
            await foreach (var _ in connection.ReadLines())
            {
            }
        });
        using (Connect(server))
        {
            loop.PumpUntil(() => ticks > 5);
        }

        loop.PumpUntil(() => server.ClientCount == 0);
        loop.PumpUntil(() => loop.Loop.Tasks.Snapshot().All(task => task.Name != "ticker of a client"));
        End(loop, scope);
    }

    [Test]
    public void Server_Full_RefusesWithAReason()
    {
        using var loop = new NetLoop();
        var server = StartEcho(loop, out var scope, options: new LineServerOptions { MaxClients = 1 });
        using var first = Connect(server);
        loop.PumpUntil(() => server.ClientCount == 1);
        using var second = Connect(server);
        loop.PumpUntil(() => second.Available > 0);

        Assert.That(ReadToEnd(second), Does.StartWith("error this server has all the clients"));
        Assert.That(server.ClientCount, Is.EqualTo(1));
        End(loop, scope);
    }

    internal static LineServer StartEcho(NetLoop loop, out TaskScope scope, int port = 0, LineServerOptions? options = null) =>
        Start(
            loop,
            out scope,
            async connection =>
            {
                await foreach (var line in connection.ReadLines())
                {
                    await connection.WriteLine("ok " + line);
                }
            },
            (options ?? new LineServerOptions()) with { Port = port });

    internal static LineServer StartEchoIn(TaskScope scope) => StartIn(scope, async connection =>
    {
        await foreach (var line in connection.ReadLines())
        {
            await connection.WriteLine("ok " + line);
        }
    });

    internal static LineServer Start(NetLoop loop, out TaskScope scope, Func<LineConnection, Task> serve, LineServerOptions? options = null)
    {
        scope = loop.Loop.RootScope.CreateChild("server under test");
        return StartIn(scope, serve, options);
    }

    internal static LineServer StartIn(TaskScope scope, Func<LineConnection, Task> serve, LineServerOptions? options = null)
    {
        LineServer? server = null;
        scope.Start(
            async () =>
            {
                server = LineServer.Start(serve, options);
                await server.WaitClosed();
            },
            "server");
        return server!;
    }

    internal static TcpClient Connect(LineServer server)
    {
        var client = new TcpClient();
        client.Connect(server.Endpoint);
        return client;
    }

    internal static string ReadToEnd(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8, leaveOpen: true);
        client.ReceiveTimeout = 5000;
        return reader.ReadToEnd();
    }

    internal static void End(NetLoop loop, TaskScope scope)
    {
        scope.Cancel();
        loop.PumpUntil(() => scope.IsEmpty);
    }
}
