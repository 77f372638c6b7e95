using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The loop's clocks, odd times included, and the loop's time for the framework's own timers.</summary>
public sealed class ClockTests
{
    [Test]
    public void Time_GoingBackwards_StandsStill()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Delay(1));
        test.Loop.Pump(new FrameTime(0.9));
        test.Loop.Pump(new FrameTime(0.2));
        Assert.That((test.Loop.Clocks.Real.Now, task.IsCompleted), Is.EqualTo((0.9, false)));
        test.Loop.Pump(new FrameTime(1.0));
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Time_NotANumber_IsIgnored()
    {
        using var test = new TestLoop();
        test.Loop.Pump(new FrameTime(2));
        test.Loop.Pump(new FrameTime(double.NaN));
        Assert.That(test.Loop.Clocks.Real.Now, Is.EqualTo(2));
    }

    [Test]
    public void Gap_WhileSomethingWaitedForTheFrame_IsReported()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Frames(4));
        test.Step(2);
        test.Step(1, 500);
        Assert.That(test.Log.Plain, Has.One.Contains("500.0 s passed"));
        test.Step();
    }

    [Test]
    public void Gap_WhileNothingWaited_IsQuiet()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Delay(500));
        test.Step(2);
        test.Step(1, 500);
        Assert.That(test.Log.Plain, Is.Empty);
    }

    [Test]
    public void Gap_PastADelaysTime_IsReportedByItsLateness()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Delay(10));
        test.Step(2);
        test.Step(1, 500);
        Assert.That(test.Log.Plain, Has.One.Contains("490.0 s passed"));
    }

    [Test]
    public void Delay_HugeGap_EndsAllInOrder()
    {
        using var test = new TestLoop();
        var order = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                await Delay(1 + (number * 10));
                order.Add(number);
            });
        }

        test.Step(1, 1e9);
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void Clock_WithinAFrame_StandsStill()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(10));
        var seen = new List<double>();
        test.Loop.Post(() => seen.Add(test.Loop.Clocks.Real.Now));
        test.Loop.Post(() => watch.Spend(1));
        test.Loop.Post(() => seen.Add(test.Loop.Clocks.Real.Now));
        test.Step();
        Assert.That(seen[0], Is.EqualTo(seen[1]));
    }

    [Test]
    public void Clock_Default_CannotBeAsked()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Loop.Clocks.Get(Clock.Default), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(test.Loop.Clocks.Get(Clock.Audio).Kind, Is.EqualTo(Clock.Audio));
    }

    [Test]
    public void Clocks_HaveAMemberForEachKindInItsOrder()
    {
        var kinds = Enum.GetNames<Clock>().Skip(1).ToArray();
        var seconds = Enumerable.Range(1, kinds.Length).Select(index => (double)index).ToArray();
        var time = (FrameTime)Activator.CreateInstance(typeof(FrameTime), [.. seconds])!;
        Assert.That(kinds, Has.Length.EqualTo(FrameTime.ClockCount));
        Assert.That(kinds.Select(kind => typeof(FrameTime).GetProperty(kind)!.GetValue(time)), Is.EqualTo(seconds));
        using var test = new TestLoop();
        Assert.That(kinds.Select(kind => ((LoopClock)typeof(ClockSet).GetProperty(kind)!.GetValue(test.Loop.Clocks)!).Kind.ToString()), Is.EqualTo(kinds));
        test.Loop.SetTime(time);
        Assert.That(test.Loop.Clocks.Time, Is.EqualTo(time));
    }

    [Test]
    public void FrameTime_Arithmetic_IsByClock()
    {
        var passed = new FrameTime(2, 4, 6, 8) - new FrameTime(1, 2, 3, 4);
        Assert.That(passed, Is.EqualTo(new FrameTime(1, 2, 3, 4)));
        Assert.That(new FrameTime(10, 20, 30, 40) + (passed * 0.5), Is.EqualTo(new FrameTime(10.5, 21, 31.5, 42)));
    }

    [Test]
    public void TimeProvider_TaskDelay_FollowsVirtualTime()
    {
        using var test = new TestLoop();
        var frame = 0L;
        test.Loop.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), test.Loop.TimeProvider);
            frame = test.Loop.FrameNumber;
        });
        test.Step(9, 1);
        Assert.That(frame, Is.Zero);
        test.Step(1, 1);
        Assert.That(frame, Is.EqualTo(10));
    }

    [Test]
    public void TimeProvider_Timestamp_IsTheRealClock()
    {
        using var test = new TestLoop();
        var time = test.Loop.TimeProvider;
        var (start, utc) = (time.GetTimestamp(), time.GetUtcNow());
        test.Step(1, 90);
        Assert.That((time.GetElapsedTime(start).TotalSeconds, (time.GetUtcNow() - utc).TotalSeconds), Is.EqualTo((90.0, 90.0)));
    }

    [Test]
    public void TimeProvider_PeriodicTimer_MergesWhatItMissed()
    {
        using var test = new TestLoop();
        var fired = 0;
        using var timer = test.Loop.TimeProvider.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        test.Advance(3.5);
        Assert.That(fired, Is.EqualTo(3));
        test.Step(1, 100);
        Assert.That(fired, Is.InRange(4, 5));
        timer.Dispose();
        test.Step(1, 10);
        Assert.That((fired <= 5, test.Loop.Clocks.Real.PendingWaits), Is.EqualTo((true, 0)));
    }

    [Test]
    public void TimeProvider_TimerChanged_FollowsTheLastWord()
    {
        using var test = new TestLoop();
        var fired = 0;
        using var timer = test.Loop.TimeProvider.CreateTimer(_ => fired++, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        test.Advance(5);
        Assert.That(fired, Is.Zero);
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        test.Advance(1.5);
        Assert.That(fired, Is.Zero);
        test.Advance(5);
        Assert.That(fired, Is.EqualTo(1));
        timer.Dispose();
        Assert.That(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), Is.False);
    }

    [Test]
    public void TimeProvider_CancelAfterFromAThread_FiresInTheLoop()
    {
        using var test = new TestLoop();
        CancellationTokenSource? limit = null;
        FromThread.Run(() => limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), test.Loop.TimeProvider));
        test.Advance(2);
        Assert.That(limit!.IsCancellationRequested, Is.False);
        test.Advance(2);
        Assert.That(limit.IsCancellationRequested, Is.True);
        FromThread.Run(limit.Dispose);
        test.Step();
    }

    [Test]
    public void CallLater_Canceled_DoesNotCall()
    {
        using var test = new TestLoop();
        var called = 0;
        var scope = test.Loop.RootScope.CreateChild("scope");
        GameTask first = default;
        scope.Start(() =>
        {
            first = CallLater(1, () => called++);
            CallLater(1, () => called += 10);
            CallLater(9, () => called += 100);
            return Task.CompletedTask;
        });
        first.Cancel();
        test.Advance(2);
        scope.Cancel();
        test.Advance(20);
        Assert.That(called, Is.EqualTo(10));
    }
}
