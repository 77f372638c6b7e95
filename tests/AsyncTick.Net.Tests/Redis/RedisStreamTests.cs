namespace AsyncTick.Net.Tests;

[TestFixture(2)]
[TestFixture(3)]
public sealed class RedisStreamTests(int respVersion)
{
    private static readonly RedisWorkOptions Quick = new() { ClaimAfterSeconds = 0.3, PollSeconds = 0.02, BatchSize = 16 };

    [Test]
    public void Work_TwoConsumers_EachEntryOnce()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var handled = new List<string>();
        var by = new Dictionary<string, int>();
        server.Pipe(string.Concat(Enumerable.Range(0, 500).Select(i => $"XADD jobs * n {i}\r\n")));
        foreach (var name in new[] { "a", "b" })
        {
            Work(loop, server, name, entry =>
            {
                handled.Add(entry["n"]!);
                by[name] = by.GetValueOrDefault(name) + 1;
                return Task.CompletedTask;
            });
        }

        loop.PumpUntil(() => handled.Count >= 500 && server.Cli("XPENDING", "jobs", "group").StartsWith('0'));

        Assert.That(handled.Select(int.Parse).Order(), Is.EqualTo(Enumerable.Range(0, 500)));
        Assert.That(by, Has.Count.EqualTo(2), "the work is shared");
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Work_ConsumersKilledMidWork_EveryEntryIsHandled()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var handled = new HashSet<string>();
        server.Pipe(string.Concat(Enumerable.Range(0, 200).Select(i => $"XADD jobs * n {i}\r\n")));
        server.Cli("XGROUP", "CREATE", "jobs", "group", "0");

        // A foreign consumer takes twenty and is gone; ours takes a batch and is canceled in its fifth entry.
        server.Cli("XREADGROUP", "GROUP", "group", "dead-foreigner", "COUNT", "20", "STREAMS", "jobs", ">");
        var count = 0;
        var victim = Work(loop, server, "victim", async entry =>
        {
            if (++count == 5)
            {
                await Async.Delay(1000);
            }

            handled.Add(entry["n"]!);
        });
        loop.PumpUntil(() => count == 5);
        victim.Cancel();
        loop.PumpUntil(() => victim.IsCompleted);
        Assert.That(handled, Has.Count.EqualTo(4));

        Work(loop, server, "survivor", entry =>
        {
            handled.Add(entry["n"]!);
            return Task.CompletedTask;
        });
        loop.PumpUntil(() => handled.Count == 200);

        loop.PumpUntil(() => server.Cli("XPENDING", "jobs", "group").StartsWith('0'));
        Assert.That(handled.Select(int.Parse).Order(), Is.EqualTo(Enumerable.Range(0, 200)));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Work_SameNameAfterACrash_GetsItsOwnEntriesBackAtOnce()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        server.Cli("XADD", "jobs", "*", "n", "1");
        server.Cli("XGROUP", "CREATE", "jobs", "group", "0");
        server.Cli("XREADGROUP", "GROUP", "group", "me", "COUNT", "1", "STREAMS", "jobs", ">");
        RedisStreamEntry? got = null;
        Work(
            loop,
            server,
            "me",
            entry =>
            {
                got = entry;
                return Task.CompletedTask;
            },
            Quick with { ClaimAfterSeconds = 1000 });
        loop.PumpUntil(() => got is not null);

        Assert.That(got!["n"], Is.EqualTo("1"));
        Assert.That(got.IsRedelivery);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Work_HandlerFails_TriedAgainThenBuried()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var tries = 0;
        var good = 0;
        server.Cli("XADD", "jobs", "*", "n", "poison");
        server.Cli("XADD", "jobs", "*", "n", "good");
        Work(
            loop,
            server,
            "a",
            entry =>
            {
                if (entry["n"] == "poison")
                {
                    tries++;
                    throw new InvalidOperationException("cannot");
                }

                good++;
                return Task.CompletedTask;
            },
            Quick with { MaxDeliveries = 3, ClaimAfterSeconds = 0.1 });
        loop.PumpUntil(() => server.Cli("XLEN", "jobs:dead").Trim() == "1");
        loop.PumpUntil(() => server.Cli("XPENDING", "jobs", "group").StartsWith('0'));

        Assert.That((tries, good), Is.EqualTo((3, 1)));
        Assert.That(server.Cli("XRANGE", "jobs:dead", "-", "+"), Does.Contain("poison").And.Contain("origin"));
        loop.PumpUntil(() => loop.Log.Errors.Any(line => line.Contains("given up after 3 deliveries", StringComparison.Ordinal)));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    // The process dies with the entry, and a service starts it again: taken as a consumer that never comes to acknowledge.
    [TestCase(1)]
    [TestCase(3)]
    [Category("case 07")]
    public void Work_PoisonKillsTheConsumerEachTime_OnlyThePoisonIsBuried(int maxDeliveries)
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        var options = Quick with { MaxDeliveries = maxDeliveries, ClaimAfterSeconds = 1000 };
        var poisoned = 0;
        var good = new HashSet<string>();
        server.Pipe("XADD jobs * n poison\r\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"XADD jobs * n {i}\r\n")));
        for (var life = 0; life < maxDeliveries + 2; life++)
        {
            var died = false;
            var lives = loop.Loop.RootScope.CreateChild($"life {life}");
            var worker = lives.Start(async () =>
            {
                await using var redis = await RedisClient.Connect(server.Options);
                await redis.Stream("jobs").Work("group", "builder", async entry =>
                {
                    if (entry["n"] == "poison")
                    {
                        poisoned++;
                        died = true;
                        await Async.Delay(1000);
                    }

                    good.Add(entry["n"]!);
                }, options);
            });
            loop.PumpUntil(() => died || good.Count == 10);
            lives.Cancel();
            loop.PumpUntil(() => worker.IsCompleted);
        }

        loop.PumpUntil(() => server.Cli("XLEN", "jobs:dead").Trim() == "1");
        Assert.That(good.Select(int.Parse).Order(), Is.EqualTo(Enumerable.Range(0, 10)), "every healthy entry is handled");
        Assert.That(poisoned, Is.EqualTo(maxDeliveries));
        Assert.That(server.Cli("XRANGE", "jobs:dead", "-", "+"), Does.Contain("poison"));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Work_ServerRestarts_EveryEntryIsHandledAtLeastOnce()
    {
        using var server = new RedisServer("--appendonly", "yes", "--appendfsync", "always") { RespVersion = respVersion };
        using var loop = new NetLoop();
        var handled = new List<int>();
        Work(loop, server, "a", async entry =>
        {
            await Async.NextFrame();
            handled.Add(int.Parse(entry["n"]!));
        });
        server.Pipe(string.Concat(Enumerable.Range(0, 100).Select(i => $"XADD jobs * n {i}\r\n")));
        loop.PumpUntil(() => handled.Count > 20);
        server.Kill();
        loop.PumpFor(0.3);
        server.Start();
        server.Pipe(string.Concat(Enumerable.Range(100, 100).Select(i => $"XADD jobs * n {i}\r\n")));
        loop.PumpUntil(() => handled.Distinct().Count() == 200);

        TestContext.Out.WriteLine($"{handled.Count - 200} of 200 entries handled twice");
        Assert.That(handled.Distinct().Order(), Is.EqualTo(Enumerable.Range(0, 200)));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Add_Fields_AreReadBackInOrder()
    {
        using var server = new RedisServer() { RespVersion = respVersion };
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            var stream = redis.Stream("jobs");
            var id = await stream.Add(("label", "Käse"), ("x", "1"), ("x", "2"));
            RedisStreamEntry? got = null;
            var working = Async.Start(() => stream.Work("group", "me", entry =>
            {
                got = entry;
                return Task.CompletedTask;
            }, Quick));
            await Async.Until(() => got is not null);

            Assert.That(await stream.Length(), Is.EqualTo(1));
            Assert.That(got!.Id, Is.EqualTo(id));
            Assert.That(got.IsRedelivery, Is.False);
            Assert.That(got["label"], Is.EqualTo("Käse"));
            Assert.That(got.Fields.Select(field => field.Key), Is.EqualTo(new[] { "label", "x", "x" }));
            working.Cancel();
        });
    }

    private static GameTask Work(NetLoop loop, RedisServer server, string consumer, Func<RedisStreamEntry, Task> handle, RedisWorkOptions? options = null) =>
        loop.Loop.Start(
            async () =>
            {
                await using var redis = await RedisClient.Connect(server.Options);
                await redis.Stream("jobs").Work("group", consumer, handle, options ?? Quick);
            },
            $"worker {consumer}");
}
