using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Tests;

/// <summary>The live view: what it shows, and what it costs the game thread.</summary>
public class TopTests
{
    private const int Tasks = 10_000;
    private const int Windows = 10;
    private const int UpdatesAWindow = 10;
    private const int MostOfAMeasurement = 1_600;

    [Test]
    public async Task Top_ShowsTheBusiestFirst()
    {
        using LiveHost host = new();
        using var client = await host.ConnectAsync();
        await host.AskAsync(() =>
        {
            host.Host.Loop.Start(async () => await Async.Delay(double.PositiveInfinity), "Lazy");
            return host.Host.Loop.Start(
                async () =>
                {
                    await foreach (var _ in Async.Every(0.005))
                    {
                        Thread.SpinWait(20_000);
                    }
                },
                "Busy");
        });
        using CancellationTokenSource enough = new();
        JsonElement last = default;
        var updates = 0;
        var following = client.RequestAsync(
            "top",
            new JsonObject { ["seconds"] = 0.2, ["rows"] = 2 },
            reply =>
            {
                last = reply.GetProperty("top");
                if (++updates == 3)
                {
                    enough.Cancel();
                }
            },
            enough.Token);
        Assert.That((await Assert.ThrowsAsync<RemoteException>(() => following))!.Code, Is.EqualTo("canceled"));
        var rows = last.GetProperty("tasks").EnumerateArray().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Length.EqualTo(2));
            Assert.That(rows[0].GetProperty("name").GetString(), Is.EqualTo("Busy"));
            Assert.That(rows[0].GetProperty("load").GetDouble(), Is.GreaterThan(0.001));
            Assert.That(rows[0].GetProperty("resumesPerSecond").GetDouble(), Is.GreaterThan(10));
            Assert.That(last.GetProperty("taskCount").GetInt32(), Is.EqualTo(3));
        });
    }

    [Test]
    public async Task TenThousandTasks_CostLittleTimeAndNoMemoryPerUpdate()
    {
        using LiveHost host = new();
        using var client = await host.ConnectAsync();
        await host.AskAsync(() =>
        {
            for (var i = 0; i < Tasks; i++)
            {
                host.Host.Loop.Start(async () => await Async.Delay(double.PositiveInfinity, Clock.Real), "Sleeper");
            }

            return 0;
        });
        using CancellationTokenSource enough = new();
        var updates = 0;
        var turns = Enumerable.Range(0, Windows + 1).Select(static _ => new TaskCompletionSource()).ToArray();
        var following = client.RequestAsync(
            "top",
            new JsonObject { ["seconds"] = 0.1, ["rows"] = 50 },
            _ =>
            {
                // The first thirty are for the compiler.
                var (turn, rest) = Math.DivRem(Interlocked.Increment(ref updates) - 30, UpdatesAWindow);
                if (rest == 0 && turn >= 0 && turn < turns.Length)
                {
                    turns[turn].TrySetResult();
                }
            },
            enough.Token);
        List<(double Used, long Bytes)> measured = [];
        foreach (var turn in turns)
        {
            await turn.Task;
            measured.Add(await MeasureAsync(host));
        }

        await enough.CancelAsync();
        await Assert.ThrowsAsync<RemoteException>(() => following);

        // The least of some windows: in the others another program may have held the processor.
        var perUpdate = measured.Zip(measured.Skip(1), static (before, after) => after.Used - before.Used).Min() / UpdatesAWindow;
        var bytes = measured.Zip(measured.Skip(1), static (before, after) => after.Bytes - before.Bytes).Min();
        TestContext.Out.WriteLine($"{perUpdate * 1e6:0} us of the game thread per update, {bytes} bytes in {UpdatesAWindow} updates");
        Assert.Multiple(() =>
        {
            Assert.That(perUpdate, Is.LessThan(0.0002));
            Assert.That(bytes, Is.LessThan(MostOfAMeasurement), "measuring itself takes some");
        });
    }

    // What the probe's task has used, and what the loop's thread has allocated.
    private static Task<(double Used, long Bytes)> MeasureAsync(LiveHost host) => host.AskAsync(() =>
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var probe = host.Host.Loop.Tasks.Snapshot(host.Host.Loop.RootScope.Children.Single(scope => scope.Name == "remote")).Single();
        return (probe.UsedSeconds, bytes);
    });
}
