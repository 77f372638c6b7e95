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
        for (var i = 0; i < 4; i++)
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
        PumpUpdates(host, page, 6);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frames = PumpUpdates(host, page, 10);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Out.WriteLine($"{allocated} bytes in {frames} frames");
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    [Explicit("Measures times.")]
    public void Page_TenThousandTasks_TakesLessThanAFifthOfAMillisecondPerUpdate()
    {
        foreach (var busy in (int[])[0, TaskCount / 2, TaskCount])
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
            var watcher = host.Test.Loop.Tasks.Snapshot().Single(task => task.Name == "watch tasks");
            var eventsBefore = page.EventCount;
            PumpUpdates(host, page, 20, frameMilliseconds: 16);
            var after = host.Test.Loop.Tasks.Snapshot().Single(task => task.Name == "watch tasks");
            var updates = page.EventCount - eventsBefore;
            var changed = page.Events[^10..].Average(each => each.Data.TryGetProperty("set", out var rows) ? rows.GetArrayLength() : 0);
            TestContext.Out.WriteLine($"{busy} of {TaskCount} run each frame: {(after.UsedSeconds - watcher.UsedSeconds) / updates * 1e6:F0} us per update, {changed:F0} rows in each, longest step {after.LongestSeconds * 1e6:F0} us");
            Assert.That((after.UsedSeconds - watcher.UsedSeconds) / updates, Is.LessThan(200e-6));
        }
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

    private static int PumpUpdates(TestDashboard host, StreamReading page, int updates, int frameMilliseconds = 0)
    {
        var frames = 0;
        for (var until = page.EventCount + updates; page.EventCount < until; frames++)
        {
            host.Test.Step();
            if (frameMilliseconds > 0)
            {
                Thread.Sleep(frameMilliseconds);
            }
        }

        return frames;
    }

    private static void End(TestLoop test)
    {
        test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        test.RunUntilIdle();
    }
}
