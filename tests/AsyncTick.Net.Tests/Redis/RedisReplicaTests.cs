namespace AsyncTick.Net.Tests;

/// <summary>A primary and a replica without a cluster: a human, or a program of theirs, promotes the replica.</summary>
public sealed class RedisReplicaTests
{
    [Test]
    public void Primary_Killed_ThePromotedReplicaIsFound()
    {
        using var primary = new RedisServer();
        using var replica = new RedisServer("--replicaof", "127.0.0.1", $"{primary.Port}", "--repl-diskless-sync-delay", "0");
        ServerProcess.WaitFor(() => replica.Cli("INFO", "replication").Contains("master_link_status:up", StringComparison.Ordinal), () => replica.Cli("INFO", "replication"));
        using var loop = new NetLoop();
        var handled = new HashSet<string>();
        var got = new List<string>();
        RedisClient? redis = null;
        RedisSubscription? news = null;
        loop.Loop.Start(async () =>
        {
            redis = await RedisClient.Connect(primary.Options with { Nodes = [$"127.0.0.1:{replica.Port}"], WriteReplicas = 1, ConnectSeconds = 10 });
            news = await redis.Subscribe("news");
            for (var i = 0; i < 20; i++)
            {
                await redis.Stream("jobs").Add(("n", $"{i}"));
            }

            _ = Async.Start(() => redis.Stream("jobs").Work("group", "me", entry => Task.FromResult(handled.Add(entry["n"]!))));
            await foreach (var message in news)
            {
                got.Add(message.Text);
            }
        });
        loop.PumpUntil(() => news is not null && handled.Count > 0, 60);
        primary.Kill();
        loop.PumpUntil(() => loop.Log.Warnings.Any(line => line.Contains("there is no primary", StringComparison.Ordinal)), 60);
        replica.Cli("REPLICAOF", "NO", "ONE");
        loop.PumpUntil(() => redis!.IsConnected && news!.Confirmed >= 2 && handled.Count == 20, 60);
        replica.Cli("PUBLISH", "news", "after");
        loop.PumpUntil(() => got.Count == 1, 60);

        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Add_TooFewReplicas_IsNotAcknowledged()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        Exception? error = null;
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options with { WriteReplicas = 1 });
            try
            {
                await redis.Stream("jobs").Add(("n", "1"));
            }
            catch (NetworkException e)
            {
                error = e;
            }
        });

        Assert.That(error?.Message, Does.Contain("is on 0 replicas and not on 1"));
    }

    [Test]
    public void Primary_Demoted_TheNewOneIsFoundAtTheFirstRefusedWrite()
    {
        using var first = new RedisServer();
        using var second = new RedisServer("--replicaof", "127.0.0.1", $"{first.Port}", "--repl-diskless-sync-delay", "0");
        ServerProcess.WaitFor(() => second.Cli("INFO", "replication").Contains("master_link_status:up", StringComparison.Ordinal), () => second.Cli("INFO", "replication"));
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(first.Options with { Nodes = [$"127.0.0.1:{second.Port}"], HeartbeatSeconds = 0.2, ConnectSeconds = 10 });
            await redis.Stream("jobs").Add(("n", "1"));
            second.Cli("REPLICAOF", "NO", "ONE");
            first.Cli("REPLICAOF", "127.0.0.1", $"{second.Port}");
            var refused = 0;
            while (true)
            {
                try
                {
                    await redis.WhenConnected();
                    await redis.Stream("jobs").Add(("n", "2"));
                    break;
                }
                catch (NetworkException)
                {
                    refused++;
                    await Async.Delay(0.1, Clock.Real);
                }
            }

            Assert.That(refused, Is.GreaterThan(0));
            Assert.That(second.Cli("XLEN", "jobs").Trim(), Is.EqualTo("2"));
        }, 60);
    }
}
