namespace AsyncTick.Net.Tests;

/// <summary>As <see cref="ProtocolFuzzTests"/>, of what a Redis client reads.</summary>
public sealed class RespFuzzTests
{
    [TestCase(200, TestName = "Resp_DamagedReplies_AreDocumentedErrors")]
    [TestCase(FuzzProgress.Million, TestName = "Resp_Million", Explicit = true)]
    public void Resp(int count)
    {
        const int Clients = 16;
        byte[][] seeds =
        [
            ":1\r\n"u8.ToArray(),
            "$5\r\nhello\r\n+OK\r\n"u8.ToArray(),
            "-ERR not today\r\n"u8.ToArray(),
            "*2\r\n:1\r\n*1\r\n*2\r\n$1\r\na\r\n$-1\r\n"u8.ToArray(),
            ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n:7\r\n"u8.ToArray(),
            "%1\r\n+a\r\n_\r\n#t\r\n,1.5\r\n(123456789012345678901\r\n=7\r\ntxt:abc\r\n:2\r\n"u8.ToArray(),
        ];
        var input = new FuzzInput(17, seeds);
        using var server = new DamagedRedis(() =>
        {
            lock (input)
            {
                return input.Next();
            }
        });
        using var loop = new NetLoop();
        var options = new RedisOptions
        {
            Port = server.Port,
            RespVersion = 2,
            ConnectSeconds = 0.5,
            CommandSeconds = 0.05,
            HeartbeatSeconds = 0.2,
            HeartbeatTimeoutSeconds = 0.2,
            Reconnect = new Backoff { FirstSeconds = 0.001, MaxSeconds = 0.001 },
        };
        var scope = loop.Loop.RootScope.CreateChild("clients");
        for (var i = 0; i < Clients; i++)
        {
            scope.Start(async () =>
            {
                await using var client = await RedisClient.Connect(options);
                while (true)
                {
                    try
                    {
                        await client.WhenConnected();
                        await client.Publish("a", "b");
                    }
                    catch (NetworkException)
                    {
                        // As documented.
                    }
                }
            });
        }

        var before = GC.GetTotalMemory(true);
        var progress = new FuzzProgress(count);
        var lines = 0;
        while (server.Sent < count)
        {
            var sent = server.Sent;
            loop.PumpUntil(() => server.Sent > Math.Min(sent + 50, count - 1), 60);
            Assert.That(loop.Log.Errors, Is.Empty);
            Assert.That(loop.Log.Plain, Has.None.Matches<string>(line => line!.Any(char.IsControl)));
            lines += loop.Log.Plain.Count + loop.Log.Warnings.Count;
            loop.Log.Clear();
            progress.Tell(server.Sent, lines);
        }

        // What a connection tells: that it is there, and, until that is no news, why it ended.
        Assert.That(lines, Is.LessThanOrEqualTo((2 * server.Connections) + (2 * Clients)));
        scope.Cancel();
        loop.PumpUntil(() => scope.IsEmpty);
        Assert.That(GC.GetTotalMemory(true) - before, Is.LessThan(32 << 20));
    }
}
