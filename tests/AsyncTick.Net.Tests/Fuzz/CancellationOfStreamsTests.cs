using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>As <see cref="CancellationPointsTests"/>, for what comes from elsewhere than a TCP peer.</summary>
public sealed class CancellationOfStreamsTests
{
    [TestCase(6, 150)]
    public void Datagrams_CanceledAnywhere_EachOnceInOrder(int seed, int count)
    {
        using var loop = new NetLoop();
        Datagrams(loop, new Random(seed), count);
    }

    [TestCase(7, 150)]
    public void ProcessLines_CanceledAnywhere_EachOnceInOrder(int seed, int lines)
    {
        using var loop = new NetLoop();
        ProcessLines(loop, new Random(seed), lines);
    }

    [TestCase(8, 150)]
    public void RedisMessages_CanceledAnywhere_EachOnceInOrder(int seed, int messages)
    {
        using var loop = new NetLoop();
        using var server = new RedisServer();
        RedisMessages(loop, new Random(seed), messages, server.Options);
    }

    public static void Datagrams(NetLoop loop, Random random, int count)
    {
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var receiver = DatagramSocket.Open();
            await using var sender = DatagramSocket.Open();
            var sending = Async.Start(async () =>
            {
                // No more on their way than the system keeps.
                for (var i = 0; i < count; i++)
                {
                    await sender.Send(Encoding.UTF8.GetBytes($"{i}"), receiver.Endpoint);
                    await Async.Until(() => got.Count > i - 20);
                }
            });
            while (got.Count < count)
            {
                await Insisting.Insist(random, async () => got.Add((await receiver.Receive()).Text));
            }

            await sending;
        });
        Assert.That(got, Is.EqualTo(Enumerable.Range(0, count).Select(static i => $"{i}")));
    }

    public static void ProcessLines(NetLoop loop, Random random, int count)
    {
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var process = ChildProcess.Start("cat", [], new ChildProcessOptions { MaxUnreadLines = 3 });
            var writing = Async.Start(async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await process.WriteLine($"{i}");
                }

                process.CloseInput();
            });
            while (got.Count < count)
            {
                await Insisting.Insist(random, async () =>
                {
                    await foreach (var line in process.ReadLines())
                    {
                        got.Add(line.Text);
                        break;
                    }
                });
            }

            var code = -1;
            await Insisting.Insist(random, async () => code = await process.WaitForExit());
            Assert.That(code, Is.Zero);
            await writing;
        });
        Assert.That(got, Is.EqualTo(Enumerable.Range(0, count).Select(static i => $"{i}")));
    }

    private static void RedisMessages(NetLoop loop, Random random, int count, RedisOptions options)
    {
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(options);
            await using var subscription = await redis.Subscribe("channel");
            var publishing = Async.Start(async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await redis.Publish("channel", $"{i}");
                }
            });
            while (got.Count < count)
            {
                await Insisting.Insist(random, async () =>
                {
                    await foreach (var message in subscription)
                    {
                        got.Add(message.Text);
                        break;
                    }
                });
            }

            await publishing;
        });
        Assert.That(got, Is.EqualTo(Enumerable.Range(0, count).Select(static i => $"{i}")));
    }
}
