using System.Net;
using AsyncTick.Benchmarks;

namespace AsyncTick.Net.Tests;

/// <summary>
/// What an operation allocates in steady state, on any thread of the process, with real sockets and servers. The limits lie just above what is
/// reached; the best of several rounds counts, because the test runner allocates, too.
/// </summary>
[NonParallelizable]
public sealed class AllocationTests
{
    // "a line of text" as a string.
    private const int StringBytes = 56;

    [Test]
    public void Line_AsAString_AllocatesTheStringAlone()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.Start(loop, out var scope, Echo, new LineServerOptions { MaxLinesPerFrame = 100_000 });
        using (var traffic = EchoTraffic.Lines(server.Endpoint, 64))
        {
            AssertBytes(loop, () => traffic.Answered, 2000, StringBytes + 8);
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Line_AsUtf8_AllocatesNothing()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.Start(
            loop,
            out var scope,
            static async client =>
            {
                await foreach (var line in client.ReadUtf8Lines())
                {
                    await client.WriteLine(line);
                }
            },
            new LineServerOptions { MaxLinesPerFrame = 100_000 });
        using (var traffic = EchoTraffic.Lines(server.Endpoint, 64))
        {
            AssertBytes(loop, () => traffic.Answered, 2000, 8);
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Line_OverTheQuota_WaitsWithoutAllocating()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.Start(loop, out var scope, Echo, new LineServerOptions { MaxLinesPerFrame = 16 });
        using (var traffic = EchoTraffic.Lines(server.Endpoint, 64))
        {
            // The task that serves the queue while there is one: one for several lines.
            AssertBytes(loop, () => traffic.Answered, 2000, StringBytes + 16);
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void WebSocketEcho_AllocatesThePayloadAlone()
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("echo");
        var server = WebSocketServerTests.Start(scope);
        using (var traffic = EchoTraffic.WebSocket(server.Endpoint, 16))
        {
            AssertBytes(loop, () => traffic.Answered, 1000, 48);
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void HttpRequest_StaysBelowItsLimit()
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, static request => request.Respond(HttpStatusCode.OK, "hello"), new HttpServerOptions());
        using (var traffic = EchoTraffic.Http(server.Endpoint, 16, "hello"))
        {
            AssertBytes(loop, () => traffic.Answered, 1000, 1650);
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void RedisMessage_AllocatesWhatTheLibraryDoes()
    {
        using var redis = new RedisServer();
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("redis");
        long delivered = 0;
        scope.Start(async () =>
        {
            await using var client = await RedisClient.Connect(redis.Options);
            await foreach (var message in await client.Subscribe("news"))
            {
                delivered++;
            }
        });
        using (EchoTraffic.RedisPublisher(new IPEndPoint(IPAddress.Loopback, redis.Port), "news"))
        {
            // StackExchange.Redis by itself: 72, of which 40 are the payload.
            AssertBytes(loop, () => delivered, 1000, 88);
        }

        LineServerTests.End(loop, scope);
    }

    private static async Task Echo(LineConnection client)
    {
        await foreach (var line in client.ReadLines())
        {
            await client.WriteLine(line);
        }
    }

    private static void AssertBytes(NetLoop loop, Func<long> done, int operations, double atMost)
    {
        var least = double.PositiveInfinity;
        for (var round = 0; round < 12 && least > atMost; round++)
        {
            var start = done();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            loop.PumpUntil(() => done() - start >= operations, 60);
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            least = Math.Min(least, (double)bytes / (done() - start));
        }

        TestContext.Out.WriteLine($"{least:0.0} bytes per operation");
        Assert.That(least, Is.LessThanOrEqualTo(atMost));
    }
}
