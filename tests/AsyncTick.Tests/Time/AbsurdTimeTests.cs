using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Times that no clock shows, and periods that no frame can keep.</summary>
public sealed class AbsurdTimeTests
{
    [Test]
    public void Every_OfNextToNoTime_TicksOncePerFrame([Values] MissedTicks missed, [Values(1e-20, 1e-300, double.Epsilon)] double period) => Bounded(() =>
    {
        using var test = new TestLoop();
        var ticks = 0;
        test.Step();
        var task = test.Loop.Start(async () =>
        {
            await foreach (var tick in Every(period, missed))
            {
                ticks++;
            }
        });
        test.Step(10);
        Assert.That(ticks, Is.InRange(9, 11));
        task.Cancel();
        test.Step(2);
    });

    [Test]
    public void CallLater_NotANumber_IsRefusedInTheCall()
    {
        using var test = new TestLoop();
        test.Run(() =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(static () => _ = CallLater(double.NaN, static () => { }));
            return Task.CompletedTask;
        });
    }

    [TestCase(double.NaN)]
    [TestCase(-1)]
    [TestCase(double.NegativeInfinity)]
    public void Limits_ThatAreNone_AreRefused(double seconds)
    {
        foreach (var options in new GameLoopOptions[]
        {
            new() { BudgetSeconds = seconds }, new() { GraceSeconds = seconds }, new() { SlowStepSeconds = seconds },
            new() { WatchdogSeconds = seconds }, new() { RepeatSeconds = seconds }, new() { GapSeconds = seconds },
        })
        {
            Assert.That(() => new GameLoop(options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("a number of seconds, 0 or more"));
        }

        using var test = new TestLoop();
        Assert.That(() => test.Loop.SetLimits(seconds, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => test.Loop.SetLimits(1, seconds), Throws.InstanceOf<ArgumentOutOfRangeException>());
        test.Run(async () =>
        {
            await using var child = CreateLoop("child");
            Assert.That(() => child.TimeScale = seconds, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => child.TimeScale = double.PositiveInfinity, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Defer(seconds), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Defer(-0.0).Dispose();
        });
    }

    [TestCase(double.PositiveInfinity)]
    [TestCase(1e18)]
    [TestCase(double.MaxValue)]
    [TestCase(double.NaN)]
    public void OneAbsurdFrame_LaterDelaysAndTicksGoOn(double absurd) => Bounded(() =>
    {
        using var loop = new GameLoop(new GameLoopOptions { Log = new NullLogSink() });
        var ticks = 0;
        var delays = 0;
        loop.Start(async () =>
        {
            await foreach (var tick in Every(0.1))
            {
                ticks++;
            }
        });
        loop.Start(async () =>
        {
            while (true)
            {
                await Delay(0.1);
                delays++;
            }
        });
        for (var i = 1; i <= 50; i++)
        {
            var time = i == 10 ? absurd : i * 0.1001;
            loop.Pump(new FrameTime(time, time, time, time));
        }

        Assert.Multiple(() =>
        {
            Assert.That(ticks, Is.InRange(45, 50));
            Assert.That(delays, Is.InRange(24, 50));
            Assert.That(loop.Clocks.Real.Now, Is.EqualTo(50 * 0.1001).Within(1e-9));
        });
        loop.RootScope.CancelTasks();
        loop.Pump(new FrameTime(6, 6, 6, 6));
        loop.Pump(new FrameTime(7, 7, 7, 7));
    });

    [TestCase(-5, 1)]
    [TestCase(0, -5)]
    [TestCase(0, -1e9)]
    public void Timer_NegativeTimes_AreRefusedAsByTheFrameworks(double due, double period)
    {
        using var test = new TestLoop();
        void Create() => test.Loop.TimeProvider.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period));

        Assert.That(Create, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(test.Step(3), Is.EqualTo(PumpResult.Idle));
    }

    [Test]
    [Category("case 47")]
    public void UtcNow_OfALoopThatRunsOnTheMachinesClock_IsTheSystems()
    {
        using var loop = new GameLoop(new GameLoopOptions { Log = new NullLogSink() });
        var uptime = System.Diagnostics.Stopwatch.GetTimestamp() / (double)System.Diagnostics.Stopwatch.Frequency;
        loop.Pump(new FrameTime(uptime, 0, 0, 0));
        Assert.That(loop.TimeProvider.GetUtcNow(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(10)));
        var before = loop.TimeProvider.GetUtcNow();
        loop.Pump(new FrameTime(uptime + 1000, 0, 0, 0));
        Assert.That(loop.TimeProvider.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromSeconds(1000)).Within(TimeSpan.FromMilliseconds(1)), "it follows the loop's clock");
    }

    [Test]
    public void LoopTimer_OfAnInfiniteOrLongTime_IsTaken()
    {
        using var test = new TestLoop();
        using var timer = test.Loop.TimeProvider.CreateTimer(static _ => { }, null, TimeSpan.MaxValue, Timeout.InfiniteTimeSpan);
        Assert.That(timer.Change(Timeout.InfiniteTimeSpan, TimeSpan.MaxValue));
        test.Step(2);
    }

    private static void Bounded(Action action)
    {
        var started = FromThread.Begin(action);
        Assert.That(started.Thread.Join(TimeSpan.FromSeconds(20)), "it spins");
        started.Outcome.Fault?.Throw();
    }
}
