using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>
/// Operations are canceled at points that a random generator of a fixed seed chooses, then gone on with: everything arrives once, in order,
/// and nothing is kept. The explicit form runs until it is stopped.
/// </summary>
public sealed class CancellationPointsTests
{
    [TestCase(1, 150)]
    [TestCase(2, 150)]
    public void Lines_CanceledAnywhere_EachOnceInOrder(int seed, int lines)
    {
        using var loop = new NetLoop();
        Lines(loop, new Random(seed), lines);
    }

    [TestCase(3, 60)]
    public void Http_CanceledAnywhere_EveryByteOnceInOrder(int seed, int parts)
    {
        using var loop = new NetLoop();
        Http(loop, new Random(seed), parts);
    }

    [TestCase(4, 150)]
    public void WebSocket_CanceledAnywhere_EachMessageOnceInOrder(int seed, int messages)
    {
        using var loop = new NetLoop();
        WebSocket(loop, new Random(seed), messages);
    }

    [TestCase(5, 40)]
    public void Opening_CanceledAnywhere_LeavesNothing(int seed, int rounds)
    {
        using var loop = new NetLoop();
        Opening(loop, new Random(seed), rounds);
    }

    [Explicit("Runs until it is stopped.")]
    [Test]
    public void All_Endless()
    {
        for (var seed = 1; ; seed++)
        {
            using var loop = new NetLoop();
            var random = new Random(seed);
            Lines(loop, random, 300);
            Http(loop, random, 100);
            WebSocket(loop, random, 300);
            Opening(loop, random, 50);
            CancellationOfStreamsTests.Datagrams(loop, random, 300);
            CancellationOfStreamsTests.ProcessLines(loop, random, 300);
            TestContext.Progress.WriteLine($"seed {seed}");
        }
    }

    private static void Lines(NetLoop loop, Random random, int count)
    {
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { MaxLinesPerFrame = 3, MaxUnsentBytes = 500 });
        var expected = Enumerable.Range(0, count).Select(i => $"{i} \u266b {new string('x', random.Next(0, 300))}").ToList();
        var got = new StringBuilder();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", server.Endpoint.Port, new LineOptions { MaxUnsentBytes = 500 });
            var writing = Async.Start(async () =>
            {
                foreach (var line in expected)
                {
                    await Insisting.Insist(random, async () => await client.WriteLine(line));
                }
            });
            var text = "";
            for (var lines = 0; lines < count;)
            {
                // Lines and pieces of text, in any order.
                if (random.Next(4) == 0)
                {
                    await Insisting.Insist(random, async () => { text = await client.ReadText(); });
                    got.Append(text);
                    lines += text!.Count(letter => letter == '\n');
                }
                else
                {
                    await Insisting.Insist(random, async () => { text = await client.ReadLine(); });
                    got.Append(text).Append('\n');
                    lines++;
                }
            }

            await writing;
        });
        Assert.That(got.ToString(), Is.EqualTo(string.Concat(expected.Select(line => $"ok {line}\n"))));
        LineServerTests.End(loop, scope);
    }

    private static void Http(NetLoop loop, Random random, int parts)
    {
        var expected = Enumerable.Range(0, parts).Select(i => $"part {i} {new string('y', random.Next(1, 3000))};").ToList();
        var uploaded = "";
        var server = HttpTests.Start(loop, out var scope, async exchange =>
        {
            await Insisting.Insist(random, async () => { uploaded = await exchange.ReadText(); });
            await exchange.Respond(System.Net.HttpStatusCode.OK, uploaded);
        }, new HttpServerOptions());
        loop.Run(async () =>
        {
            using var client = new RawClient(loop, server.Endpoint);
            var head = $"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
            client.Send(head);
            foreach (var part in expected)
            {
                client.Send($"{part.Length:x}\r\n").Send($"{part}\r\n");
                await Async.Frames(random.Next(1, 3));
            }

            client.Send("0\r\n\r\n");
            await Async.Until(() => uploaded.Length > 0);
        });
        Assert.That(uploaded, Is.EqualTo(string.Concat(expected)));
        LineServerTests.End(loop, scope);

        using var slow = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {expected.Sum(part => part.Length)}\r\n\r\n");
            foreach (var part in expected)
            {
                await RawHttpServer.Write(stream, part);
                await Task.Delay(1);
            }
        });
        var got = new StringBuilder();
        loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(slow.Address());
            var buffer = new byte[700];
            var read = 1;
            while (read > 0)
            {
                await Insisting.Insist(random, async () => { read = await stream.Read(buffer); });
                got.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        });
        Assert.That(got.ToString(), Is.EqualTo(string.Concat(expected)));
    }

    private static void WebSocket(NetLoop loop, Random random, int count)
    {
        var scope = loop.Loop.RootScope.CreateChild("echo");
        var options = new WebSocketOptions { MaxUnsentBytes = 1000, MaxUnreadBytes = 1000 };
        var server = WebSocketServerTests.Start(scope, sockets: options);
        var expected = Enumerable.Range(0, count).Select(i => $"{i} {new string('z', random.Next(0, 500))}").ToList();
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var socket = await WebSocketConnection.Connect(server.Address, options);
            var writing = Async.Start(async () =>
            {
                foreach (var message in expected)
                {
                    await Insisting.Insist(random, async () => await socket.Send(message));
                }
            });
            while (got.Count < count)
            {
                await Insisting.Insist(random, async () =>
                {
                    await foreach (var message in socket.ReceiveAll())
                    {
                        got.Add(message.Text);
                        break;
                    }
                });
            }

            await writing;
        });
        Assert.That(got, Is.EqualTo(expected));
        LineServerTests.End(loop, scope);
    }

    private static void Opening(NetLoop loop, Random random, int rounds)
    {
        var lines = LineServerTests.StartEcho(loop, out var scope);
        var http = HttpTests.Start(loop, out var second);
        var sockets = WebSocketServerTests.Start(second);
        var before = Footprint.Take();
        loop.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                await Insisting.Once(random, async () => await (await LineConnection.Open("localhost", lines.Endpoint.Port)).DisposeAsync());
                await Insisting.Once(random, async () => await (await HttpStream.Open(new Uri($"http://{http.Endpoint}/hello"))).DisposeAsync());
                await Insisting.Once(random, async () => await (await WebSocketConnection.Connect(sockets.Address)).DisposeAsync());
            }
        });
        loop.PumpUntil(() => lines.ClientCount == 0 && http.ConnectionCount == 0);
        before.AssertRestored();
        Assert.That(loop.Log.Errors, Is.Empty);
        LineServerTests.End(loop, scope);
        LineServerTests.End(loop, second);
    }
}
