namespace AsyncTick.Net.Tests;

public sealed class WebSocketServerTests
{
    [Test]
    public void EchoServer_PythonClient_AllKindsAndSizes()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("echo");
        var server = Start(scope);
        using var client = Peer.Start("ws_client.py", server.Address, 1000);
        loop.PumpUntil(() => client.HasExited, 30);
        client.WaitForExit();

        Assert.That(client.Output, Is.EqualTo("ok 1000\n"));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void EchoServer_PlainRequest_IsToldWhatItIs()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("echo");
        var server = Start(scope);
        using var curl = ServerProcess.Start("curl", "-s", "-i", $"http://{server.Endpoint}/");
        loop.PumpUntil(() => curl.HasExited);
        curl.WaitForExit();

        Assert.That(curl.Output, Does.Contain("426").And.Contain("connect with ws://"));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Cancel_ClientsConnected_EndsWithinTwoFramesAndLeavesNothing()
    {
        var before = Footprint.Take();
        NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
        {
            var server = Start(scope);
            var echoed = 0;
            for (var i = 0; i < 3; i++)
            {
                scope.Start(async () =>
                {
                    await using var socket = await WebSocketConnection.Connect(server.Address);
                    await socket.Send("x");
                    await foreach (var _ in socket.ReceiveAll())
                    {
                        echoed++;
                    }
                });
            }

            loop.PumpUntil(() => echoed == 3);
        });

        before.AssertRestored();
    }

    [Test]
    public void Link_ServerKilledAndRestarted_GoesOn()
    {
        var port = LoopbackPort.Free();
        var server = Peer.Start("ws_echo.py", port);
        server.WaitForOutput("ready");
        using var loop = new NetLoop();
        var got = new List<string>();
        WebSocketLink? link = null;
        loop.Loop.Start(async () =>
        {
            await using (link = WebSocketLink.Start(new Uri($"ws://127.0.0.1:{port}"), backoff: new Backoff { FirstSeconds = 0.05, MaxSeconds = 0.2 }, greet: async socket => await socket.Send("hello")))
            {
                await foreach (var message in link.ReceiveAll())
                {
                    got.Add(message.Text);
                }
            }
        });
        loop.PumpUntil(() => got.Count == 1);
        server.Dispose();
        loop.PumpUntil(() => !link!.IsConnected);

        // Sent while there is no connection: waits for the next one.
        var sending = loop.Loop.Start(async () => await link!.Send("patient"));
        loop.PumpFor(0.3);
        Assert.That(sending.IsCompleted, Is.False);
        server = Peer.Start("ws_echo.py", port);
        server.WaitForOutput("ready");
        loop.PumpUntil(() => got.Count == 3);

        Assert.That(got, Is.EqualTo(new[] { "hello", "hello", "patient" }));
        Assert.That(link!.Reconnects, Is.GreaterThan(0));
        loop.FramesToEnd(loop.Loop.RootScope);
        server.Dispose();
    }

    internal static WebSocketServer Start(TaskScope scope, HttpServerOptions? options = null, WebSocketOptions? sockets = null)
    {
        WebSocketServer? server = null;
        scope.Start(async () =>
        {
            await using (server = WebSocketServer.StartEcho(options, sockets))
            {
                await server.WaitClosed();
            }
        });
        return server!;
    }
}
