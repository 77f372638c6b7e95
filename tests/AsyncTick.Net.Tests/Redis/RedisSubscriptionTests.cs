using System.Text;

namespace AsyncTick.Net.Tests;

[TestFixture(2)]
[TestFixture(3)]
public sealed class RedisSubscriptionTests(int respVersion)
{
    [Test]
    public void Subscribe_RedisCliPublishes_ArrivesOnTheGameThread()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var thread = Environment.CurrentManagedThreadId;
        var got = new List<(string, string)>();
        var subscription = Subscribe(loop, server, "foobar", message =>
        {
            Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread));
            got.Add((message.Channel, message.Text));
        });
        server.Cli("PUBLISH", "foobar", "hello ♫");
        server.Cli("PUBLISH", "other", "not this");
        server.Cli("PUBLISH", "foobar", "again");
        loop.PumpUntil(() => got.Count == 2);

        Assert.That(got, Is.EqualTo(new[] { ("foobar", "hello ♫"), ("foobar", "again") }));
        Assert.That(subscription().Dropped, Is.Zero);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    [Category("case 06")]
    public void Dispose_OneOfTwoSubscriptionsToAChannel_LeavesTheOther()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            var first = await redis.Subscribe("chan");
            await using var second = await redis.Subscribe("chan");
            Assert.That(await redis.Publish("chan", "one"), Is.EqualTo(1));
            await first.DisposeAsync();
            Assert.That(await redis.Publish("chan", "two"), Is.EqualTo(1), "one connection still listens");
            var got = new List<string>();
            await foreach (var message in second)
            {
                got.Add(message.Text);
                if (got.Count == 2)
                {
                    break;
                }
            }

            Assert.That(got, Is.EqualTo(new[] { "one", "two" }));
            await second.DisposeAsync();
            Assert.That(await redis.Publish("chan", "three"), Is.Zero);
        });
    }

    [Test]
    public void SubscribePattern_ManyChannels_NamesTheRealOne()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var got = new List<string>();
        loop.Loop.Start(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await using var news = await redis.SubscribePattern("news.*");
            got.Add("ready");
            await foreach (var message in news)
            {
                got.Add($"{message.Channel}={message.Text}");
            }
        });
        loop.PumpUntil(() => got.Count == 1);
        server.Cli("PUBLISH", "news.a", "1");
        server.Cli("PUBLISH", "newsb", "2");
        server.Cli("PUBLISH", "news.c", "3");
        loop.PumpUntil(() => got.Count == 3);

        Assert.That(got[1..], Is.EqualTo(new[] { "news.a=1", "news.c=3" }));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Subscribe_NameWithAStar_IsTakenLiterally()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var got = new List<string>();
        Subscribe(loop, server, "a*", message => got.Add(message.Text));
        server.Cli("PUBLISH", "ab", "no");
        server.Cli("PUBLISH", "a*", "yes");
        loop.PumpUntil(() => got.Count == 1);

        Assert.That(got, Is.EqualTo(new[] { "yes" }));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Subscribe_HundredThousandMessages_AllInOrderOnTheGameThread()
    {
        const int Count = 100_000;
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop { FramesPerSecond = 60, FrameSeconds = [], FramePauses = [] };
        var got = 0;
        var wrong = 0;
        var subscription = Subscribe(loop, server, "numbers", message =>
        {
            wrong += message.Text == $"{got}" ? 0 : 1;
            got++;
        });
        var commands = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            commands.Append($"PUBLISH numbers {i}\r\n");
        }

        var started = loop.Now;
        var publishing = Task.Run(() => server.Pipe(commands.ToString()));
        loop.PumpUntil(() => publishing.IsCompleted && got == Count, 60);
        var frames = loop.FrameSeconds.Where((_, i) => loop.FramePauses[i] == 0).ToList();

        TestContext.Out.WriteLine($"{Count} messages in {loop.Now - started:0.00} s, {loop.FrameSeconds.Count} frames; longest without a collection {frames.Max() * 1000:0.00} ms, with {loop.FrameSeconds.Max() * 1000:0.00} ms");
        Assert.That(wrong, Is.Zero);
        Assert.That(subscription().Dropped, Is.Zero);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Server_KilledAndRestarted_ResubscribedWithinASecond() => NetLoop.AssertWithinASecond(() =>
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var got = new List<string>();
        var subscription = Subscribe(loop, server, "foobar", message => got.Add(message.Text));
        var longest = 0.0;
        for (var round = 1; round <= 3; round++)
        {
            server.Kill();
            loop.PumpFor(round * 0.7);
            server.Start();
            var back = loop.Now;
            loop.PumpUntil(() => subscription().Confirmed == round + 1);
            longest = Math.Max(longest, loop.Now - back);
            server.Cli("PUBLISH", "foobar", $"round {round}");
            loop.PumpUntil(() => got.Count == round);
        }

        Assert.That(got, Is.EqualTo(new[] { "round 1", "round 2", "round 3" }));
        Assert.That(loop.Log.Warnings, Has.Some.Contains("was lost"));
        loop.FramesToEnd(loop.Loop.RootScope);
        return longest;
    });

    [Test]
    [Description("heartbeat 0.3 s, its answer 0.4 s")]
    public void Server_Hung_IsNoticedByTheHeartbeatAndRebuilt() => NetLoop.AssertWithinASecond(() =>
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var got = 0;
        RedisClient? redis = null;
        loop.Loop.Start(async () =>
        {
            redis = await RedisClient.Connect(server.Options with { HeartbeatSeconds = 0.3, HeartbeatTimeoutSeconds = 0.4, ConnectSeconds = 0.5 });
            await using var subscription = await redis.Subscribe("foobar");
            await foreach (var _ in subscription)
            {
                got++;
            }
        });
        loop.PumpUntil(() => redis is { IsConnected: true });
        loop.PumpFor(0.5);
        server.Hang();
        var hung = loop.Now;
        loop.PumpUntil(() => !redis!.IsConnected);
        var noticed = loop.Now - hung;
        server.Resume();
        loop.PumpUntil(() => redis!.IsConnected);
        server.Cli("PUBLISH", "foobar", "x");
        loop.PumpUntil(() => got == 1);

        Assert.That(loop.Log.Warnings, Has.Some.Contains("did not answer a heartbeat"));
        loop.FramesToEnd(loop.Loop.RootScope);
        return noticed;
    });

    [Test]
    public void Buffer_FullDropOldest_KeepsTheNewestAndCounts()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var gate = new TaskCompletionSource();
        var got = new List<string>();
        var subscription = Subscribe(loop, server, "foobar", message => got.Add(message.Text), new RedisSubscribeOptions { Capacity = 10 }, gate.Task);
        server.Pipe(string.Concat(Enumerable.Range(0, 100).Select(i => $"PUBLISH foobar {i}\r\n")));
        loop.PumpUntil(() => subscription().Dropped == 90);
        gate.SetResult();
        loop.PumpUntil(() => got.Count == 10);

        Assert.That(got, Is.EqualTo(Enumerable.Range(90, 10).Select(i => $"{i}")));
        Assert.That(loop.Log.Warnings, Has.One.Contains("the buffer of 10 messages is full"));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Buffer_FullByBytes_IsBoundedToo()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var subscription = Subscribe(loop, server, "foobar", _ => { }, new RedisSubscribeOptions { CapacityBytes = 10_000, Overflow = OverflowPolicy.DropNewest }, new TaskCompletionSource().Task);
        server.Pipe(string.Concat(Enumerable.Range(0, 20).Select(_ => $"PUBLISH foobar {new string('x', 1000)}\r\n")));
        loop.PumpUntil(() => subscription().Dropped == 10);

        Assert.That(subscription().Buffered, Is.EqualTo(10));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Buffer_FullFail_EndsTheStreamAfterWhatWaits()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var got = 0;
        var gate = new TaskCompletionSource();
        RedisSubscription? subscription = null;
        var reading = loop.Loop.Start(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            subscription = await redis.Subscribe("foobar", new RedisSubscribeOptions { Capacity = 10, Overflow = OverflowPolicy.Fail });
            await gate.Task;
            await foreach (var _ in subscription)
            {
                got++;
            }
        });
        loop.PumpUntil(() => subscription is not null);
        server.Pipe(string.Concat(Enumerable.Repeat("PUBLISH foobar x\r\n", 20)));
        loop.PumpUntil(() => subscription!.Dropped > 0);
        gate.SetResult();
        loop.PumpUntil(() => reading.IsCompleted);

        Assert.That(got, Is.EqualTo(10));
        Assert.That(reading.Task.Exception!.InnerException, Is.InstanceOf<NetworkException>().With.Message.Contains("is full"));
    }

    [Test]
    public void Cancel_WhileSubscribed_EndsWithinTwoFramesAndLeavesNothing()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        var before = Footprint.Take();
        NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
        {
            var got = 0;
            RedisSubscription? subscription = null;
            scope.Start(async () =>
            {
                await using var redis = await RedisClient.Connect(server.Options);
                await using (subscription = await redis.Subscribe("foobar"))
                {
                    await foreach (var _ in subscription)
                    {
                        got++;
                    }
                }
            });
            loop.PumpUntil(() => subscription is not null);
            server.Cli("PUBLISH", "foobar", "x");
            loop.PumpUntil(() => got == 1);
        });

        before.AssertRestored();
    }

    private static Func<RedisSubscription> Subscribe(NetLoop loop, RedisServer server, string channel, Action<RedisMessage> handle, RedisSubscribeOptions? options = null, Task? before = null)
    {
        RedisSubscription? subscription = null;
        loop.Loop.Start(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await using (subscription = await redis.Subscribe(channel, options))
            {
                if (before is not null)
                {
                    await before.InScope();
                }

                await foreach (var message in subscription)
                {
                    handle(message);
                }
            }
        });
        loop.PumpUntil(() => subscription is { Confirmed: 1 });
        return () => subscription!;
    }
}
