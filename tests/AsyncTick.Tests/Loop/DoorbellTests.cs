using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The doorbell: after every kind of operation it says whether, or when, a pump has something to do.</summary>
public sealed class DoorbellTests
{
    [Test]
    public void Doorbell_NewLoop_IsSilent()
    {
        using var test = new TestLoop();
        var bell = Bell(test.Loop);
        Assert.That((bell.Version, bell.Ready), Is.EqualTo((DoorbellBlock.CurrentVersion, 0)));
        Assert.That(Dues(test.Loop), Is.EqualTo((double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)));
    }

    [Test]
    public void Doorbell_Post_Rings()
    {
        using var test = new TestLoop();
        test.Loop.Post(() => { });
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
    }

    [Test]
    public void Doorbell_PostFromThread_Rings()
    {
        using var test = new TestLoop();
        FromThread.Run(() => test.Loop.Post(() => { }));
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        FromThread.Run(() => test.Loop.Post(() => { }));
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
    }

    [TestCase(Clock.Real)]
    [TestCase(Clock.Game)]
    [TestCase(Clock.Unpaused)]
    [TestCase(Clock.Audio)]
    public void Doorbell_Delay_ShowsItsDueTime(Clock clock)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        test.Step(1, 1);
        scope.Start(async () => await Delay(5, clock));
        scope.Start(async () => await Delay(3, clock));
        var due = new Dictionary<Clock, double> { [clock] = 4 };
        double Of(Clock kind) => due.GetValueOrDefault(kind, double.PositiveInfinity);
        Assert.That(Dues(test.Loop), Is.EqualTo((Of(Clock.Real), Of(Clock.Game), Of(Clock.Unpaused), Of(Clock.Audio))));
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
        test.Advance(3);
        due[clock] = 6;
        Assert.That(Dues(test.Loop), Is.EqualTo((Of(Clock.Real), Of(Clock.Game), Of(Clock.Unpaused), Of(Clock.Audio))));
        scope.Cancel();
        due.Clear();
        Assert.That(Dues(test.Loop), Is.EqualTo((Of(Clock.Real), Of(Clock.Game), Of(Clock.Unpaused), Of(Clock.Audio))));
        test.Step();
    }

    [Test]
    public void Doorbell_Waiters_RingUntilTheyEnd()
    {
        using var test = new TestLoop();
        var done = false;
        void AssertRingsAfter(Func<Task> body)
        {
            done = false;
            test.Loop.Start(body);
            Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
            test.Step();
            Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
            done = true;
            test.Step(2);
            Assert.That(Bell(test.Loop).Ready, Is.Zero);
        }

        AssertRingsAfter(async () => await Frames(2));
        AssertRingsAfter(async () => await Until(() => done));
        AssertRingsAfter(async () =>
        {
            await NextFrame();
            await NextFrame();
        });
        AssertRingsAfter(async () =>
        {
            await Task.Yield();
            await Task.Yield();
        });
    }

    [Test]
    public void Doorbell_EventWaiters_AreSilentUntilItIsSet()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        test.Loop.Start(async () => await gun.WaitAsync());
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
        gun.Set();
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
    }

    [Test]
    public void Doorbell_WorkLeftOver_Rings()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.001));
        test.Loop.Post(() => watch.Spend(1));
        test.Loop.Post(() => watch.Spend(1));
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
    }

    [Test]
    public void Doorbell_Cancel_Rings()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Delay(100));
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
        task.Cancel();
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Zero);
    }

    [Test]
    public void Doorbell_FaultOutsideTheFrame_Rings()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => Task.FromException(new InvalidOperationException("at once")));
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void Doorbell_StubbornTask_RingsUntilItIsNamedAndNoLonger()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var task = test.Loop.Start(async () => await gate.Task);
        task.Cancel();
        test.Step(1, 1);
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        test.Step(1, 2);
        Assert.That((Bell(test.Loop).Ready, test.Log.Warnings.Count), Is.EqualTo((0, 1)));
        gate.SetResult();
        test.Step(2);
    }

    [Test]
    public void Doorbell_WaitOnAWorldsClock_RingsAlsoWhenStartedBetweenFrames()
    {
        using var test = new TestLoop();
        using var clocks = test.Loop.CreateClocks("world");
        var scope = test.Loop.RootScope.CreateChild("world");
        scope.Clocks = clocks;
        test.Step();
        scope.Start(async () => await Delay(1, Clock.Game));
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero, "the host reads no world's due times; it has to pump");
        test.Step();
        Assert.That(Bell(test.Loop).Ready, Is.Not.Zero);
        clocks.Advance(new FrameTime(0, 5));
        test.Step();
        Assert.That((Bell(test.Loop).Ready, test.Loop.Tasks.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Doorbell_DeferralBetweenFrames_Rings()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(1))
            {
                await Delay(100);
            }
        });
        test.Step();
        task.Cancel();
        test.Step(1, 2);
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Doorbell_AfterDispose_IsWrittenByNobody()
    {
        var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        using var timer = test.Loop.TimeProvider.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
        test.Loop.Start(async () =>
        {
            while (true)
            {
                try
                {
                    await gun.WaitAsync();
                    return;
                }
                catch (OperationCanceledException)
                {
                }
            }
        });
        test.Loop.Shutdown(3, 0.05);
        test.Loop.Dispose();

        // Each of these used to write where the doorbell had been.
        Assert.That(() => gun.Set(), Throws.Nothing);
        Assert.That(() => timer.Dispose(), Throws.Nothing);
    }

    private static unsafe DoorbellBlock Bell(GameLoop loop) => *(DoorbellBlock*)loop.Doorbell;

    private static unsafe (double, double, double, double) Dues(GameLoop loop)
    {
        var bell = Bell(loop);
        return (bell.NextDue[0], bell.NextDue[1], bell.NextDue[2], bell.NextDue[3]);
    }
}
