using System.Diagnostics;
using System.Net;
using AsyncTick.Benchmarks;

namespace AsyncTick.Net.Tests;

/// <summary>A busy game for ten minutes: what the garbage collector does, how long frames take, what becomes of memory. Docs/Performance.md has the figures.</summary>
[NonParallelizable]
public sealed class SoakTests
{
    private const int Clients = 1000;
    private const int Coroutines = 10_000;

    [Explicit("Takes ten minutes.")]
    [TestCase(10)]
    public void ThousandClientsTenThousandCoroutinesRadioAndRedis(int minutes)
    {
        using var redis = new RedisServer();
        using var station = new RadioStation();
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("soak");
        var server = LineServerTests.StartIn(scope, static async client =>
        {
            await foreach (var line in client.ReadLines())
            {
                await client.WriteLine(line);
            }
        }, new LineServerOptions { MaxClients = Clients });
        for (var i = 0; i < Coroutines; i++)
        {
            scope.Start(static async () =>
            {
                while (true)
                {
                    await Async.NextFrame();
                }
            });
        }

        long delivered = 0;
        scope.Start(async () =>
        {
            await using var client = await RedisClient.Connect(redis.Options);
            await foreach (var message in await client.Subscribe("news"))
            {
                delivered++;
            }
        });
        var sink = new RealTimeSink();
        scope.Start(() => new RadioPlayer(station.Address, sink).Play());
        using (var lines = EchoTraffic.Lines(server.Endpoint, Clients, pauseMilliseconds: 400))
        using (EchoTraffic.RedisPublisher(new IPEndPoint(IPAddress.Loopback, redis.Port), "news", pauseMilliseconds: 5))
        {
            loop.PumpUntil(() => server.ClientCount == Clients && delivered > 0 && sink.Bytes > 0, 60);
            RunMinute(loop, "warm-up", 10, () => lines.Answered, () => delivered, () => sink.Bytes);
            for (var minute = 1; minute <= minutes; minute++)
            {
                RunMinute(loop, $"minute {minute}", 60, () => lines.Answered, () => delivered, () => sink.Bytes);
            }
        }

        Assert.That(loop.Complaints, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    private static void RunMinute(NetLoop loop, string name, double seconds, Func<long> lines, Func<long> messages, Func<long> sound)
    {
        var pumps = new List<double>((int)(seconds * 70));
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var pause = GC.GetTotalPauseDuration();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var (linesBefore, messagesBefore, soundBefore) = (lines(), messages(), sound());
        var end = loop.Now + seconds;
        while (loop.Now < end)
        {
            var start = Stopwatch.GetTimestamp();
            loop.Frame();
            var pump = Stopwatch.GetElapsedTime(start);
            pumps.Add(pump.TotalMilliseconds);
            var rest = TimeSpan.FromSeconds(1.0 / 60) - pump;
            if (rest > TimeSpan.Zero)
            {
                Thread.Sleep(rest);
            }
        }

        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        pumps.Sort();
        TestContext.Progress.WriteLine(
            $"{name}: {pumps.Count} frames, median {pumps[pumps.Count / 2]:0.00} ms, 99.9 % {pumps[pumps.Count * 999 / 1000]:0.00} ms, longest {pumps[^1]:0.00} ms; "
            + $"{lines() - linesBefore} lines, {messages() - messagesBefore} messages, {(sound() - soundBefore) / 176_400} s of radio; {bytes / 1024.0 / 1024.0:0.0} MiB allocated; "
            + $"collections {GC.CollectionCount(0) - collections[0]} (gen 1 and above {GC.CollectionCount(1) - collections[1]}, gen 2 {GC.CollectionCount(2) - collections[2]}), paused {(GC.GetTotalPauseDuration() - pause).TotalMilliseconds:0.0} ms; "
            + $"heap {GC.GetTotalMemory(false) / 1024.0 / 1024.0:0.0} MiB, working set {Environment.WorkingSet / 1024.0 / 1024.0:0} MiB");
    }

    /// <summary>Takes a second of sound per second.</summary>
    private sealed class RealTimeSink : IPcmSink
    {
        private double _playsUntil;

        public long Bytes { get; private set; }

        public ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation) => ValueTask.CompletedTask;

        public async ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation)
        {
            Bytes += samples.Length;
            var now = Async.Loop.Clocks.Real.Now;
            _playsUntil = Math.Max(_playsUntil, now) + (samples.Length / 176_400.0);
            if (_playsUntil - now > 0.25)
            {
                await Async.Delay(_playsUntil - now - 0.25, Clock.Real);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
