namespace AsyncTick.Net.Tests;

[TestFixture(2)]
[TestFixture(3)]
public sealed class RedisClusterTests(int respVersion)
{
    private static readonly RedisWorkOptions Quick = new() { ClaimAfterSeconds = 0.5, PollSeconds = 0.02, Retry = new() { FirstSeconds = 0.05, MaxSeconds = 0.2 } };

    [Test]
    public void Streams_OnEveryNode_FromOneSeed_WithoutARedirect()
    {
        using var cluster = new RedisCluster(respVersion: respVersion);
        using var loop = new NetLoop();
        var keys = Enumerable.Range(0, 3).Select(node => cluster.KeyOf(node)).ToArray();
        foreach (var node in cluster.Nodes)
        {
            node.Cli("CONFIG", "RESETSTAT");
        }

        var handled = new List<string>();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(cluster.Options);
            Assert.That(redis.IsCluster);
            foreach (var key in keys)
            {
                for (var i = 0; i < 10; i++)
                {
                    await redis.Stream(key).Add(("n", $"{i}"));
                }
            }

            var workers = keys.Select(key => Async.Start(() => redis.Stream(key).Work("group", "me", entry =>
            {
                handled.Add($"{key} {entry["n"]}");
                return Task.CompletedTask;
            }, Quick))).ToArray();
            await Async.Until(() => handled.Count == 30);
            foreach (var worker in workers)
            {
                worker.Cancel();
            }

            Assert.That(await redis.Stream(keys[0]).Length(), Is.EqualTo(10));
        });

        Assert.That(handled, Is.EquivalentTo(keys.SelectMany(key => Enumerable.Range(0, 10).Select(i => $"{key} {i}"))));
        foreach (var node in cluster.Nodes)
        {
            Assert.That(node.Cli("INFO", "errorstats"), Does.Not.Contain("MOVED").And.Not.Contain("CROSSSLOT"));
        }
    }

    [Test]
    public void Publish_PlainChannel_ReachesASubscriberAtAnotherNode()
    {
        using var cluster = new RedisCluster(respVersion: respVersion);
        using var loop = new NetLoop();
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(cluster.Options);
            await using var subscription = await redis.Subscribe("news");
            foreach (var node in cluster.Nodes)
            {
                node.Cli("PUBLISH", "news", $"{node.Port}");
            }

            await redis.Publish("news", "end");
            await foreach (var message in subscription)
            {
                got.Add(message.Text);
                if (got.Count == 4)
                {
                    break;
                }
            }
        });

        Assert.That(got, Is.EquivalentTo(cluster.Nodes.Select(node => $"{node.Port}").Append("end")));
    }

    [Test]
    public void Subscribe_PlainChannel_IsAtItsNodeAlone()
    {
        using var cluster = new RedisCluster(respVersion: respVersion);
        using var loop = new NetLoop();
        var channels = Enumerable.Range(0, 3).Select(node => cluster.KeyOf(node, "news")).ToArray();
        loop.Run(async () =>
        {
            // Each time it is the first subscription of a new client: its connections for subscriptions come up only then.
            for (var round = 0; round < 12; round++)
            {
                await using var redis = await RedisClient.Connect(cluster.Options);
                await using var subscription = await redis.Subscribe(channels[round % 3]);
                var counts = cluster.Nodes.Select(node => node.Cli("PUBSUB", "NUMSUB", channels[round % 3]).Split('\n')[1].Trim());
                Assert.That(counts, Is.EqualTo(Enumerable.Range(0, 3).Select(node => node == round % 3 ? "1" : "0")), $"round {round}");
            }
        });
    }

    [Test]
    public void SubscribeSharded_ChannelsOfEveryNode_AreAtTheirNodeAlone()
    {
        using var cluster = new RedisCluster(respVersion: respVersion);
        using var loop = new NetLoop();
        var channels = Enumerable.Range(0, 3).Select(node => cluster.KeyOf(node, "chan")).ToArray();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(cluster.Options);
            for (var i = 0; i < 3; i++)
            {
                var subscription = await redis.SubscribeSharded(channels[i]);
                Assert.That(cluster.Nodes.Select(node => node.Cli("PUBSUB", "SHARDCHANNELS").Trim() == channels[i]), Is.EqualTo(Enumerable.Range(0, 3).Select(node => node == i)));
                Assert.That(await redis.PublishSharded(channels[i], $"to {i}"), Is.EqualTo(1));
                Assert.That(await redis.Publish(channels[i], "not this"), Is.Zero);
                cluster.Nodes[i].Cli("SPUBLISH", channels[i], "from outside");
                var got = new List<string>();
                await foreach (var message in subscription)
                {
                    got.Add($"{message.Channel} {message.Text}");
                    if (got.Count == 2)
                    {
                        break;
                    }
                }

                Assert.That(got, Is.EqualTo(new[] { $"{channels[i]} to {i}", $"{channels[i]} from outside" }));
                await subscription.DisposeAsync();
                Assert.That(await redis.PublishSharded(channels[i], "too late"), Is.Zero);
            }
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Node_KilledOrHung_ItsReplicaTakesOver(bool hang)
    {
        using var cluster = new RedisCluster(3, 2, respVersion);
        using var loop = new NetLoop();
        string lost = cluster.KeyOf(0, "jobs"), other = cluster.KeyOf(1, "jobs"), sharded = cluster.KeyOf(0, "chan");
        var added = new HashSet<string>();
        var handled = new HashSet<string>();
        var others = 0;
        var news = new List<string>();
        var shards = new List<string>();
        RedisClient? redis = null;
        RedisSubscription? plain = null;
        RedisSubscription? shard = null;
        loop.Loop.Start(async () =>
        {
            // A copy on a replica before an entry counts as added: the primary dies in the middle.
            redis = await RedisClient.Connect(cluster.Nodes[1].Options with { HeartbeatSeconds = 0.3, HeartbeatTimeoutSeconds = 1, CommandSeconds = 3, ConnectSeconds = 10 });
            await using var writer = await RedisClient.Connect(cluster.Nodes[2].Options with { HeartbeatSeconds = 0.3, HeartbeatTimeoutSeconds = 1, CommandSeconds = 3, ConnectSeconds = 10, WriteReplicas = 1 });
            plain = await redis.Subscribe("news");
            shard = await redis.SubscribeSharded(sharded);
            _ = Async.Start(() => Keep(plain, news));
            _ = Async.Start(() => Keep(shard, shards));
            _ = Async.Start(() => redis.Stream(lost).Work("group", "me", entry => Task.FromResult(handled.Add(entry["n"]!)), Quick));
            _ = Async.Start(() => redis.Stream(other).Work("group", "me", _ => Task.FromResult(others++), Quick));
            for (var i = 0; true; i++)
            {
                try
                {
                    await writer.Stream(lost).Add(("n", $"{i}"));
                    added.Add($"{i}");
                }
                catch (NetworkException)
                {
                    // Not acknowledged: not counted.
                }

                await redis.Stream(other).Add(("n", $"{i}"));
                await Async.Delay(0.01, Clock.Real);
            }
        });
        loop.PumpUntil(() => handled.Count > 30 && others > 30, 60);
        var started = loop.Now;
        if (hang)
        {
            cluster.Nodes[0].Hang();
        }
        else
        {
            cluster.Nodes[0].Kill();
        }

        var addedBefore = added.Count;
        RedisServer? promoted = null;
        loop.PumpUntil(() => (promoted = cluster.Nodes.Skip(3).FirstOrDefault(node => node.Cli("ROLE").StartsWith("master", StringComparison.Ordinal))) is not null, 60);
        loop.PumpUntil(() => added.Count > addedBefore, 60);
        loop.PumpUntil(() => shard!.Confirmed >= 2, 60);
        var back = loop.Now - started;
        var othersThen = others;
        loop.PumpUntil(() => added.IsSubsetOf(handled) && others > othersThen + 30, 60);
        cluster.Nodes[2].Cli("PUBLISH", "news", "after");
        promoted!.Cli("SPUBLISH", sharded, "after");
        loop.PumpUntil(() => news.Contains("after") && shards.Contains("after"), 60);

        TestContext.Out.WriteLine($"all of it again {back:0.0} s after the node {(hang ? "hung" : "was killed")}; {added.Count} entries acknowledged, {handled.Count} handled");
        Assert.That(redis!.Reconnects, Is.Zero, "the connection to the other nodes stays");
        Assert.That(loop.Log.Warnings.Count(line => line.Contains($"node 127.0.0.1:{cluster.Nodes[0].Port} does not answer", StringComparison.Ordinal)), Is.InRange(1, 4), "told by either client, not by each command");
        loop.FramesToEnd(loop.Loop.RootScope);
        if (hang)
        {
            cluster.Nodes[0].Resume();
        }
    }

    private static async Task Keep(RedisSubscription subscription, List<string> texts)
    {
        await foreach (var message in subscription)
        {
            texts.Add(message.Text);
        }
    }
}
