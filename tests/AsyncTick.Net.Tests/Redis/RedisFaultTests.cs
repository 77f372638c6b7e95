namespace AsyncTick.Net.Tests;

/// <summary>What must not end a client for good, and what must end a wait at once.</summary>
public sealed class RedisFaultTests
{
    [Test]
    [Category("case 26")]
    public void Options_WithoutLimits_DoNotOverflow()
    {
        const double Never = double.PositiveInfinity;
        using var server = new RedisServer();
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var options = server.Options with { ConnectSeconds = Never, CommandSeconds = Never, HeartbeatSeconds = Never, HeartbeatTimeoutSeconds = Never, MaxReplyBytes = long.MaxValue };
            await using var redis = await RedisClient.Connect(options);
            await using (await redis.Subscribe("foobar"))
            {
                Assert.That(await redis.Publish("foobar", "x"), Is.EqualTo(1));
            }
        });
        Assert.That(loop.Complaints, Is.Empty);
    }

    [Test]
    public void GameThread_BusyWhileTheServerHangs_DoesNotEndTheClient()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        RedisClient? redis = null;
        var got = 0;
        loop.Loop.Start(async () =>
        {
            redis = await RedisClient.Connect(server.Options with { HeartbeatSeconds = 0.2, HeartbeatTimeoutSeconds = 0.3, CommandSeconds = 1, ConnectSeconds = 1 });
            await foreach (var _ in await redis.Subscribe("foobar"))
            {
                got++;
            }
        });
        loop.PumpUntil(() => redis is { IsConnected: true });
        for (var round = 0; round < 3; round++)
        {
            // Between two heartbeats or in the middle of one: which it is differs from round to round.
            loop.PumpFor(0.25 + (round * 0.07));
            server.Hang();
            loop.PumpFor(0.25);
            Thread.Sleep(2500);
            server.Resume();
            Thread.Sleep(500);
            loop.PumpUntil(() => redis!.IsConnected);

            // Again and again: the server may still count the subscription of the connection that is being given up.
            var before = got;
            loop.PumpUntil(() => server.Cli("PUBLISH", "foobar", "x").Trim() != "0" && got > before);
        }

        Assert.That(loop.Log.Errors, Is.Empty);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void GameThread_BusyWhileTheServerDiesInAHeartbeat_DoesNotEndTheClient()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        RedisClient? redis = null;
        loop.Loop.Start(async () =>
        {
            redis = await RedisClient.Connect(server.Options with { HeartbeatSeconds = 0.2, HeartbeatTimeoutSeconds = 0.5 });
            await Async.Delay(1000);
        });
        loop.PumpUntil(() => redis is { IsConnected: true });
        server.Hang();
        loop.PumpFor(0.3);
        Thread.Sleep(600);
        server.Kill();
        Thread.Sleep(200);
        server.Start();
        loop.PumpUntil(() => redis!.Reconnects > 0 && redis.IsConnected);

        Assert.That(loop.Log.Errors, Is.Empty);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Publish_ServerHangsWhileTheGameThreadIsBusy_FailsAsNetworkException()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        Exception? error = null;
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options with { CommandSeconds = 0.5, HeartbeatSeconds = 60 });
            server.Hang();
            var publishing = redis.Publish("x", "y");

            // The library's own limit passes, too, before this thread looks.
            Thread.Sleep(3000);
            server.Kill();
            Thread.Sleep(200);
            try
            {
                await publishing;
            }
            catch (Exception e)
            {
                error = e;
            }
        });

        Assert.That(error, Is.InstanceOf<NetworkException>());
    }

    [Test]
    [Category("case 09")]
    public void Work_KeyOfAnotherType_BacksOffAndTellsItRarely()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        server.Cli("SET", "jobs", "hello");
        loop.Loop.Start(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await redis.Stream("jobs").Work("group", "me", _ => Task.CompletedTask);
        });
        loop.PumpUntil(() => Told() > 1);
        loop.PumpFor(3);

        Assert.That(Told(), Is.LessThanOrEqualTo(6), "after 1, 2, 4, ... failures, each after a longer wait");
        server.Cli("DEL", "jobs");
        loop.FramesToEnd(loop.Loop.RootScope);

        int Told() => loop.Log.Warnings.Count(line => line.Contains("WRONGTYPE", StringComparison.Ordinal));
    }

    [Test]
    [Category("case 26")]
    public void Options_WithoutRoomForOne_AreRefused()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options);
            await Assert.ThatAsync(() => redis.Subscribe("x", new RedisSubscribeOptions { Capacity = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            await Assert.ThatAsync(() => redis.Subscribe("x", new RedisSubscribeOptions { CapacityBytes = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            await Assert.ThatAsync(
                () => Async.WithTimeout(2, () => redis.Stream("x").Work("g", "c", _ => Task.CompletedTask, new RedisWorkOptions { BatchSize = 0 }), "work", Clock.Real),
                Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [TestCase("Subscribe")]
    [TestCase("WhenConnected")]
    [TestCase("Work")]
    [TestCase("Publish")]
    [Category("case 10")]
    public void Disposed_Client_RefusesAtOnce(string call)
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        Exception? error = null;
        loop.Run(async () =>
        {
            var redis = await RedisClient.Connect(server.Options);
            await redis.DisposeAsync();
            try
            {
                await Call(redis, call).WaitAsync(TimeSpan.FromSeconds(15));
            }
            catch (Exception e)
            {
                error = e;
            }
        });

        Assert.That(error, Is.InstanceOf<ObjectDisposedException>());
    }

    [TestCase("Subscribe")]
    [TestCase("WhenConnected")]
    [TestCase("Work")]
    [Category("case 10")]
    public void Dispose_WhileACallWaitsForTheConnection_EndsTheCall(string call)
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        Exception? error = null;
        loop.Run(async () =>
        {
            var redis = await RedisClient.Connect(server.Options);
            server.Kill();
            await Async.Until(() => !redis.IsConnected);
            var waiting = Call(redis, call);
            await Async.Delay(0.1);
            Assert.That(waiting.IsCompleted, Is.False);
            await redis.DisposeAsync();
            try
            {
                await waiting.WaitAsync(TimeSpan.FromSeconds(15));
            }
            catch (Exception e)
            {
                error = e;
            }
        });

        Assert.That(error, Is.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ScopeThatConnected_Ends_EndsTheWaitsOfOthers()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        RedisClient? redis = null;
        var scope = loop.Loop.RootScope.CreateChild("owner");
        scope.Start(async () =>
        {
            redis = await RedisClient.Connect(server.Options);
            await Async.Delay(1000);
        });
        loop.PumpUntil(() => redis is not null);
        server.Kill();
        loop.PumpUntil(() => !redis!.IsConnected);
        var waiting = loop.Loop.Start(() => redis!.WhenConnected());
        loop.PumpFor(0.1);
        scope.Cancel();
        loop.PumpUntil(() => waiting.IsCompleted);
        loop.Frame();

        Assert.That(waiting.Task.Exception?.InnerException, Is.InstanceOf<ObjectDisposedException>());
    }

    private static Task Call(RedisClient redis, string call) => call switch
    {
        "Subscribe" => redis.Subscribe("x"),
        "WhenConnected" => redis.WhenConnected(),
        "Work" => redis.Stream("q").Work("g", "c", _ => Task.CompletedTask),
        _ => redis.Publish("x", "y"),
    };
}
