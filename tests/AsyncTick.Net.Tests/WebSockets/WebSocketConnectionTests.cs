using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class WebSocketConnectionTests
{
    [Test]
    public void Echo_PythonServer_TenThousandMessagesInOrder()
    {
        using var loop = new NetLoop();
        var got = 0;
        var started = loop.Now;
        WithPython(loop, async socket =>
        {
            var receiving = Async.Start(async () =>
            {
                await foreach (var message in socket.ReceiveAll())
                {
                    Assert.That(message.Text, Is.EqualTo($"message {got}"));
                    if (++got == 10_000)
                    {
                        break;
                    }
                }
            });
            started = loop.Now;
            for (var i = 0; i < 10_000; i++)
            {
                await socket.Send($"message {i}");
            }

            await receiving;
        });

        TestContext.Out.WriteLine($"10,000 echoes in {loop.Now - started:0.00} s");
        Assert.That(got, Is.EqualTo(10_000));
    }

    [Test]
    public void Echo_OneMebibyteBothKinds_Intact()
    {
        using var loop = new NetLoop();
        var blob = RandomNumberGenerator.GetBytes(1 << 20);
        var text = string.Concat(Enumerable.Repeat("ä♫x", (1 << 20) / 6));
        WithPython(loop, async socket =>
        {
            await socket.Send(blob);
            await socket.Send(text);
            var messages = new List<WebSocketMessage>();
            await foreach (var message in socket.ReceiveAll())
            {
                messages.Add(message);
                if (messages.Count == 2)
                {
                    break;
                }
            }

            Assert.That(messages[0].IsText, Is.False);
            Assert.That(messages[0].Payload.Span.SequenceEqual(blob));
            Assert.That(messages[1].IsText);
            Assert.That(messages[1].Text, Is.EqualTo(text));
        });
    }

    [Test]
    public void Receive_Fragments_ArePutTogether()
    {
        using var loop = new NetLoop();
        WithPython(loop, async socket =>
        {
            await socket.Send("fragments");
            await foreach (var message in socket.ReceiveAll())
            {
                Assert.That(message.Text, Is.EqualTo("one two three"));
                break;
            }
        });
    }

    [Test]
    public void Receive_PeerCloses_TheStreamEndsWithItsReason()
    {
        using var loop = new NetLoop();
        WithPython(loop, async socket =>
        {
            await socket.Send("goodbye");
            await foreach (var _ in socket.ReceiveAll())
            {
                Assert.Fail("nothing was sent");
            }

            Assert.That(((int?)socket.CloseStatus, socket.CloseReason), Is.EqualTo((4001, "had enough")));
            Assert.That(await Caught(async () => await socket.Send("late")), Does.Contain("4001 had enough").And.Contain("was not sent"));
        });
    }

    [Test]
    public void Receive_MessageTooBig_EndsTheConnection()
    {
        using var loop = new NetLoop();
        WithPython(
            loop,
            async socket =>
            {
                await socket.Send(new byte[20_000]);
                Assert.That(await Caught(async () =>
                {
                    await foreach (var _ in socket.ReceiveAll())
                    {
                    }
                }), Does.Contain("more than 10000 bytes"));
            },
            new WebSocketOptions { MaxMessageBytes = 10_000 });
    }

    [TestCase(new byte[] { 0x01, 3, 97, 98, 99 }, "was lost in the middle of a message", TestName = "Receive_ServerDiesBetweenFragments_IsAClearError")]
    [TestCase(new byte[] { 0x81, 100, 97, 98, 99 }, "was lost", TestName = "Receive_ServerDiesInAFrame_IsAClearError")]
    public void Receive_ServerDies(byte[] last, string expected)
    {
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            await stream.WriteAsync(Handshake(request));
            await stream.WriteAsync(last);
            await Task.Delay(50);
        });
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var socket = await WebSocketConnection.Connect(Ws(server));
            var error = await Caught(async () =>
            {
                await foreach (var _ in socket.ReceiveAll())
                {
                }
            });
            Assert.That(error, Does.Contain(expected));
            Assert.That(await Caught(async () => await socket.Send("x")), Does.Contain("was lost"));
        });
    }

    [Test]
    public void Dispose_ServerNeverAnswersTheClose_EndsAtTheDeadline()
    {
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            await stream.WriteAsync(Handshake(request));
            await release.Task;
        });
        using var loop = new NetLoop();
        var seconds = 0.0;
        loop.Run(async () =>
        {
            var socket = await WebSocketConnection.Connect(Ws(server), new WebSocketOptions { CloseSeconds = 0.3 });
            var start = loop.Now;
            await socket.DisposeAsync();
            seconds = loop.Now - start;
        });
        release.SetResult();

        TestContext.Out.WriteLine($"closed after {seconds:0.00} s");
        Assert.That(seconds, Is.GreaterThan(0.25));
    }

    [Test]
    public void Ping_PeerDoesNotAnswer_IsNoticed()
    {
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            await stream.WriteAsync(Handshake(request));
            await release.Task;
        });
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var socket = await WebSocketConnection.Connect(Ws(server), new WebSocketOptions { PingSeconds = 0.1, PongSeconds = 0.2 });
            Assert.That(await Caught(async () =>
            {
                await foreach (var _ in socket.ReceiveAll())
                {
                }
            }), Does.Contain("was lost"));
        });
        release.SetResult();
    }

    [Test]
    public void Connect_NobodyThere_SaysSo()
    {
        using var loop = new NetLoop();
        var port = LoopbackPort.Free();

        var error = Assert.Throws<NetworkException>(() => loop.Run(() => WebSocketConnection.Connect(new Uri($"ws://127.0.0.1:{port}"))));

        Assert.That(error!.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("refused").IgnoreCase);
    }

    [Test]
    public void Receive_TaskCanceled_TheConnectionStaysOpen()
    {
        using var loop = new NetLoop();
        WithPython(loop, async socket =>
        {
            var receiving = Async.Start(async () =>
            {
                await foreach (var _ in socket.ReceiveAll())
                {
                }
            });
            receiving.Cancel();
            await Async.Until(() => receiving.IsCompleted);
            await socket.Send("still open");
            await foreach (var message in socket.ReceiveAll())
            {
                Assert.That(message.Text, Is.EqualTo("still open"));
                break;
            }
        });
    }

    [Test]
    public void Cancel_WhileEchoing_EndsWithinTwoFramesAndLeavesNothing()
    {
        var port = LoopbackPort.Free();
        using var server = Peer.Start("ws_echo.py", port);
        server.WaitForOutput("ready");
        var before = Footprint.Take();
        NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
        {
            var got = 0;
            scope.Start(async () =>
            {
                await using var socket = await WebSocketConnection.Connect(new Uri($"ws://127.0.0.1:{port}"));
                await socket.Send("x");
                await foreach (var message in socket.ReceiveAll())
                {
                    got++;
                    await socket.Send(message.Text);
                }
            });
            loop.PumpUntil(() => got > 10);
        });

        before.AssertRestored();
    }

    internal static byte[] Handshake(string request)
    {
        var key = request.Split('\n').Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        return Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    internal static Uri Ws(RawHttpServer server) => new($"ws://127.0.0.1:{server.Port}/");

    private static void WithPython(NetLoop loop, Func<WebSocketConnection, Task> talk, WebSocketOptions? options = null)
    {
        var port = LoopbackPort.Free();
        using var server = Peer.Start("ws_echo.py", port);
        server.WaitForOutput("ready");
        loop.Run(async () =>
        {
            await using var socket = await WebSocketConnection.Connect(new Uri($"ws://127.0.0.1:{port}"), options);
            await talk(socket);
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
