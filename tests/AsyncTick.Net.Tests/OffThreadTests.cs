namespace AsyncTick.Net.Tests;

/// <summary>What belongs to the game thread is refused elsewhere, where it would break what other tasks use.</summary>
public sealed class OffThreadTests
{
    [Test]
    public void FrameQuota_OnAnotherThread_IsRefusedAndItsLineStays()
    {
        using var loop = new NetLoop();
        var passed = 0;
        loop.Run(async () =>
        {
            var scope = Async.Scope.CreateChild("quota");
            var quota = new FrameQuota(scope, 1, "quota");
            GameTask[] waiters = [.. Enumerable.Range(0, 20).Select(_ => Async.Start(async () =>
            {
                await quota.Enter();
                passed++;
            }))];
            for (var i = 0; i < 5; i++)
            {
                await Async.SwitchToThreadPool();
                Assert.That(async () => await quota.Enter(), Throws.InvalidOperationException.With.Message.Contains("thread of loop"));
                await Async.SwitchToGameThread();
            }

            await Async.WhenAll(waiters);
            await scope.DisposeAsync();
        });
        Assert.That(passed, Is.EqualTo(20));
    }

    [Test]
    public void ServersClient_ReadOnAnotherThread_IsRefusedAndTheOthersAreServed()
    {
        using var loop = new NetLoop();
        Exception? refused = null;
        loop.Run(async () =>
        {
            await using var server = LineServer.Start(
                async client =>
                {
                    if (await client.ReadLine() == "culprit")
                    {
                        await Async.SwitchToThreadPool();
                        try
                        {
                            await client.ReadLine();
                        }
                        catch (InvalidOperationException e)
                        {
                            refused = e;
                        }

                        await Async.SwitchToGameThread();
                    }

                    await client.WriteLine("ok");
                },
                new LineServerOptions { MaxLinesPerFrame = 1 });
            await Async.WhenAll(Enumerable.Range(0, 10).Select(i => Async.Start(async () =>
            {
                await using var client = await LineConnection.Open("127.0.0.1", server.Endpoint.Port);
                await client.WriteLine(i == 0 ? "culprit" : "innocent");
                await client.WriteLine("more");
                Assert.That(await client.ReadLine(), Is.EqualTo("ok"));
            })));
        });
        Assert.That(refused?.Message, Does.Contain("thread of loop"));
        Assert.That(loop.Log.Errors, Is.Empty);
    }
}
