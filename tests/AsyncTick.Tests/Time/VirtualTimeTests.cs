using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What <see cref="TestLoop"/> promises of its time and of being idle.</summary>
public sealed class VirtualTimeTests
{
    [TestCase(60, 1.0 / 60, 1.0)]
    [TestCase(3_600, 1.0 / 60, 60.0)]
    [TestCase(144, 1.0 / 144, 1.0)]
    [TestCase(24, 1.0 / 24, 1.0)]
    [TestCase(30, 0.1, 3.0)]
    [TestCase(1_000, 0.001, 1.0)]
    public void Step_FramesOfAUsualLength_AddUpExactly(int frames, double seconds, double sum)
    {
        using var test = new TestLoop();
        test.Step(frames, seconds);
        Assert.That((test.Now, test.GameNow, test.Loop.Clocks.Real.Now), Is.EqualTo((sum, sum, sum)));
    }

    [Test]
    public void Step_OfADay_StaysExact()
    {
        using var test = new TestLoop();
        for (var hour = 1; hour <= 24; hour++)
        {
            test.Step(seconds: 3_599);
            test.Step(60);
        }

        Assert.That(test.Now, Is.EqualTo(86_400));
    }

    [Test]
    public void Advance_ByTheSumOfTwoDelays_EndsBoth()
    {
        using var test = new TestLoop();
        var isOver = false;
        test.Loop.Start(async () =>
        {
            await Delay(1);
            await Delay(2);
            isOver = true;
        });
        test.Advance(3);
        Assert.That((isOver, test.Now), Is.EqualTo((true, 3.0)));
    }

    [Test]
    public void Advance_WithDilation_MovesGameTimeExactly()
    {
        using var test = new TestLoop { TimeDilation = 0.5 };
        test.Step(60);
        Assert.That((test.Now, test.GameNow), Is.EqualTo((1.0, 0.5)));
    }

    [Test]
    public void Advance_ForHours_KeepsGameTimeWithRealTime()
    {
        using var test = new TestLoop();
        for (var i = 0; i < 100_000; i++)
        {
            test.Advance(0.1);
        }

        Assert.That((test.Now, test.GameNow), Is.EqualTo((10_000.0, 10_000.0)));
    }

    [Test]
    public void RunUntilIdle_ATaskOnTheThreadPool_WaitsUntilItIsBack()
    {
        using var test = new TestLoop();
        using var gate = new ManualResetEventSlim();
        var isBack = false;
        test.Loop.Start(async () =>
        {
            await SwitchToThreadPool();
            gate.Wait();
            await SwitchToGameThread();
            isBack = true;
        });
        Assert.That(test.Loop.Stats.OffThread, Is.EqualTo(1));
        using var opener = new Timer(_ => gate.Set(), null, 50, Timeout.Infinite);
        test.RunUntilIdle();
        Assert.That((isBack, test.Loop.Stats.OffThread), Is.EqualTo((true, 0)));
    }

    [Test]
    public void RunUntilIdle_AFunctionInAnExecutor_WaitsForItsResult()
    {
        using var test = new TestLoop();
        using var gate = new ManualResetEventSlim();
        var result = 0;
        test.Loop.Start(async () => result = await RunInExecutor(() =>
        {
            gate.Wait();
            return 7;
        }));
        using var opener = new Timer(_ => gate.Set(), null, 50, Timeout.Infinite);
        test.RunUntilIdle();
        Assert.That(result, Is.EqualTo(7));
    }

    [Test]
    public void RunUntilIdle_ATaskThatWaitsForATime_IsIdleAtOnce()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(() => Delay(5));
        Assert.That((test.RunUntilIdle(), test.Now), Is.EqualTo((1, 0.0)));
        task.Cancel();
        test.RunUntilIdle();
    }
}
