using System.Diagnostics;
using AsyncTick.Testing;

namespace AsyncTick.Dashboard.Tests.Live;

/// <summary>What an open page costs the loop's thread with 10,000 tasks.</summary>
public sealed class CostTests
{
    private const int TaskCount = 10_000;

    [Test]
    public void Sampler_TenThousandBusyTasks_AllocatesNothing()
    {
        using var test = new TestLoop();
        StartTasks(test.Loop, TaskCount);
        var sampler = new TaskSampler(test.Loop);
        var buffer = new TaskSampleBuffer();

        // Until the loop has come to trust the tasks, which it prepares for once.
        for (var i = 0; i < 40; i++)
        {
            test.Step();
            Round(sampler, buffer);
        }

        Assert.That(buffer.Count, Is.GreaterThanOrEqualTo(TaskCount / 2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            test.Step();
            Round(sampler, buffer);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        End(test);
    }

    [Test]
    public void Sampler_TasksThatDoNotRun_AreToldOnce()
    {
        using var test = new TestLoop();
        for (var i = 0; i < 100; i++)
        {
            _ = test.Loop.Start(async () => await Async.Delay(1000));
        }

        var sampler = new TaskSampler(test.Loop);
        var buffer = new TaskSampleBuffer();
        Round(sampler, buffer);
        Assert.That(buffer.Count, Is.EqualTo(100));
        Round(sampler, buffer);
        Assert.That(buffer.Count, Is.Zero);
        test.Loop.Tasks.Cancel(50);
        test.Step();
        Round(sampler, buffer);
        Assert.That(buffer.Samples[0].Id, Is.Zero);
        Assert.That(buffer.Count, Is.EqualTo(1));
        End(test);
    }

    [Test]
    public void Page_TenThousandTasks_CostsNoAllocationOnTheLoopsThread()
    {
        using var host = new TestDashboard();
        StartTasks(host.Test.Loop, TaskCount);
        using var page = host.OpenStream();
        host.Test.PumpUntil(() => page.All("add").Length >= TaskCount, TimeSpan.FromSeconds(60));

        // The buffers grow to the largest update that there was; from then on there must be nothing for a long stretch.
        var quiet = 0;
        for (var stretch = 0; stretch < 40 && quiet < 5; stretch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            PumpUpdates(host, page, 4);
            quiet = GC.GetAllocatedBytesForCurrentThread() == before ? quiet + 1 : 0;
        }

        Assert.That(quiet, Is.EqualTo(5), "stretches of four updates without an allocation, one after the other");
    }

    [Test]
    [Explicit("Measures times.")]
    public void Page_TenThousandTasks_TakesLessThanAFifthOfAMillisecondPerUpdate()
    {
        // The first is told from the rest by code that the runtime has not compiled for good yet.
        List<double> medians = [];
        foreach (var busy in (int[])[TaskCount, TaskCount, TaskCount / 2, 0])
        {
            using var host = new TestDashboard(null, 0.25);
            StartTasks(host.Test.Loop, busy);
            for (var i = busy; i < TaskCount; i++)
            {
                _ = host.Test.Loop.Start(async () => await Async.Delay(1e6));
            }

            using var page = host.OpenStream();
            host.Test.PumpUntil(() => page.All("add").Length >= TaskCount, TimeSpan.FromSeconds(60));
            PumpUpdates(host, page, 4);

            // What the loop itself says that the task has used. The median: on a machine that does other things a step may be held up for milliseconds.
            var used = new List<double>();
            for (var i = 0; i < 40; i++)
            {
                var before = UsedByThePage(host);
                PumpUpdates(host, page, 1, frameMilliseconds: 16);
                used.Add(UsedByThePage(host) - before);
            }

            used.Sort();
            var median = used[used.Count / 2];
            var changed = page.Events[^20..].Average(each => each.Data.TryGetProperty("set", out var rows) ? rows.GetArrayLength() : 0);
            TestContext.Out.WriteLine($"{busy} of {TaskCount} run each frame: {median * 1e6:F0} us per update, {changed:F0} rows in each");
            medians.Add(median);
        }

        Assert.That(medians.Skip(1), Has.All.LessThan(200e-6));
    }

    [Test]
    [Explicit("Measures times.")]
    public void Sampler_Round_Time()
    {
        using var test = new TestLoop();
        StartTasks(test.Loop, TaskCount);
        var sampler = new TaskSampler(test.Loop);
        var buffer = new TaskSampleBuffer();
        var best = (Changed: double.MaxValue, Same: double.MaxValue);
        for (var i = 0; i < 200; i++)
        {
            test.Step();
            best.Changed = Math.Min(best.Changed, Time(() => Round(sampler, buffer)));
            best.Same = Math.Min(best.Same, Time(() => Round(sampler, buffer)));
        }

        TestContext.Out.WriteLine($"A round over {TaskCount} tasks: {best.Changed * 1e6:F0} us when all have changed, {best.Same * 1e6:F0} us when none has.");
        End(test);
    }

    private static double UsedByThePage(TestDashboard host) => host.Test.Loop.Tasks.Snapshot().Single(task => task.Name == "watch tasks").UsedSeconds;

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Round(TaskSampler sampler, TaskSampleBuffer buffer)
    {
        buffer.Clear();
        while (!sampler.Sample(buffer, 1))
        {
        }
    }

    private static void StartTasks(GameLoop loop, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = loop.Start(RunAsync);
        }
    }

    private static async Task RunAsync()
    {
        while (true)
        {
            await Async.NextFrame();
        }
    }

    private static void PumpUpdates(TestDashboard host, StreamReading page, int updates, int frameMilliseconds = 0)
    {
        for (var until = page.EventCount + updates; page.EventCount < until;)
        {
            host.Test.Step();
            if (frameMilliseconds > 0)
            {
                Thread.Sleep(frameMilliseconds);
            }
        }
    }

    private static void End(TestLoop test)
    {
        test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        test.RunUntilIdle();
    }
}
