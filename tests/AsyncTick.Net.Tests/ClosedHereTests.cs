using System.Net;

namespace AsyncTick.Net.Tests;

/// <summary>What was closed on this side ends the waits on it and refuses the next call, and both say that it was closed here.</summary>
public sealed class ClosedHereTests
{
    [Test]
    [Category("case 11")]
    public void HttpStream_Closed_EndsItsReadAndRefusesTheNext()
    {
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nfirst");
            await release.Task;
        });
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var stream = await HttpStream.Open(server.Address());
            var buffer = new byte[100];
            Assert.That(await stream.Read(buffer), Is.EqualTo(5));
            var reading = Async.Start(async () => await stream.Read(buffer));
            await Async.NextFrame();
            await stream.DisposeAsync();
            await stream.DisposeAsync();
            await Assert.ThatAsync(() => reading.Task, Throws.TypeOf<NetworkException>().With.Message.EndsWith("was closed here."));
            await Assert.ThatAsync(async () => await stream.Read(buffer), Throws.TypeOf<NetworkException>().With.Message.EndsWith("was closed here."));
            await Assert.ThatAsync(() => stream.ReadText(100), Throws.TypeOf<NetworkException>().With.Message.EndsWith("was closed here."));
        });
        release.SetResult();
    }

    [Test]
    [Category("case 11")]
    public void WebSocket_Closed_RefusesToSend()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var echo = WebSocketServerTests.Start(scope);
        loop.Run(async () =>
        {
            var socket = await WebSocketConnection.Connect(echo.Address);
            await socket.DisposeAsync();
            await Assert.ThatAsync(async () => await socket.Send("x"), Throws.TypeOf<NetworkException>().With.Message.EndsWith("was closed here: the message was not sent."));
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 11")]
    public void WebSocketLink_Disposed_DoesNotSayThatItTriesAgain()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("server");
        var echo = WebSocketServerTests.Start(scope);
        loop.Run(async () =>
        {
            var link = WebSocketLink.Start(echo.Address);
            await link.WhenConnected();
            var reading = Async.Start(async () =>
            {
                await foreach (var message in link.ReceiveAll())
                {
                }
            });
            await Async.NextFrame();
            await link.DisposeAsync();
            await reading;
            Assert.That(link.Reconnects, Is.Zero);
        });
        LineServerTests.End(loop, scope);
        Assert.That(loop.Complaints, Is.Empty);
    }

    [Test]
    [Category("case 11")]
    public void DatagramSocket_Closed_RefusesToSend()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var socket = DatagramSocket.Open();
            await socket.DisposeAsync();
            await Assert.ThatAsync(
                async () => await socket.Send(new byte[1], new IPEndPoint(IPAddress.Loopback, 9)),
                Throws.TypeOf<NetworkException>().With.Message.EndsWith("was closed here. A datagram was not sent."));
        });
    }
}
