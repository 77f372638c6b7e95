using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>asyncio's wait, races for the first success, and points in time.</summary>
public sealed class DoneAndPendingTests
{
    [Test]
    public void WhenAny_FirstEnded_ComesInItsFrame()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var slow = Start(async () => await Delay(2));
            var quick = Start(async () => await Delay(0.5));
            var started = Loop.Clocks.Real.Now;
            var (done, pending) = await WhenAny([slow, quick], 10);
            Assert.That(Loop.Clocks.Real.Now - started, Is.EqualTo(0.5).Within(test.FrameSeconds));
            Assert.That((done.Single().Id, pending.Single().Id), Is.EqualTo((quick.Id, slow.Id)));
            await slow;
        });
    }

    [Test]
    public void WhenAny_TimeIsOver_GivesWhatThereIs()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var slow = Start(async () => { await Delay(2); return 2; });
            var started = Loop.Clocks.Real.Now;
            var (done, pending) = await WhenAny([slow], 0.5);
            Assert.That(Loop.Clocks.Real.Now - started, Is.EqualTo(0.5).Within(test.FrameSeconds));
            Assert.That((done.Count, pending.Count, slow.IsCompleted), Is.EqualTo((0, 1, false)));
            Assert.That((await WhenAny([slow], 0)).Pending, Has.Count.EqualTo(1), "a look waits for nothing");
            Assert.That(await slow, Is.EqualTo(2));
            Assert.That((await WhenAny([slow], 0)).Done, Has.Count.EqualTo(1));
        });
    }

    [TestCase(ReturnWhen.FirstEnded, 0.5)]
    [TestCase(ReturnWhen.FirstFailed, 1)]
    [TestCase(ReturnWhen.AllEnded, 2)]
    public void WhenAny_ReturnWhen_WaitsForThat(ReturnWhen until, double seconds)
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var quick = Start(async () => await Delay(0.5));
            var bad = Start(async () => { await Delay(1); throw new InvalidOperationException("boom"); });
            var slow = Start(async () => await Delay(2));
            var started = Loop.Clocks.Real.Now;
            var (done, _) = await WhenAny(new GameTask[] { quick, bad, slow }, double.PositiveInfinity, until);
            Assert.That(Loop.Clocks.Real.Now - started, Is.EqualTo(seconds).Within(test.FrameSeconds));
            Assert.That(done, Has.Count.EqualTo((int)until + 1));
            await bad.Outcome();
            await slow;
        });
    }

    [Test]
    public void WhenAny_TwoEndInOneFrame_GivesTheOneThatEndedFirst()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var later = new TaskCompletionSource();
            var sooner = new TaskCompletionSource();
            CallLater(0.1, () =>
            {
                sooner.SetResult();
                later.SetResult();
            });
            Assert.That(await WhenAny([later.Task, sooner.Task]), Is.EqualTo(1));
            Assert.That(await WhenAny([later.Task, sooner.Task]), Is.EqualTo(0), "both have ended");
        });
    }

    [Test]
    public void WhenAny_Canceled_LeavesTheTasks()
    {
        using var test = new TestLoop();
        var slow = test.Loop.Start(async () => await Delay(2));
        var waiter = test.Loop.Start(async () => await WhenAny([slow], 10));
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot()[1].Wait.Description, Is.EqualTo("any of 1 tasks"));
        waiter.Cancel();
        test.Step();
        Assert.That((waiter.Task.IsCanceled, slow.IsCompleted), Is.EqualTo((true, false)));
        test.Advance(2);
    }

    [Test]
    public void WhenAny_ManyTimesOverOneTask_KeepsNothing()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 0, RepeatSeconds = 0 });
        var forever = new TaskCompletionSource();
        Task[] tasks = [forever.Task];
        Wait(500);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Wait(5000);
        var perWait = (GC.GetTotalMemory(forceFullCollection: true) - before) / 5000.0;
        GC.KeepAlive(tasks);
        Assert.That(perWait, Is.LessThan(20), "bytes that stay for each");

        void Wait(int times) => test.Run(async () =>
        {
            for (var i = 0; i < times; i++)
            {
                await WhenAny(tasks, 0.01);
            }
        });
    }

    [Test]
    public void FirstSuccess_SomeFail_GivesTheFirstThatDoesNot()
    {
        using var test = new TestLoop();
        var cleaned = false;
        test.Run(async () =>
        {
            var won = await FirstSuccess<string>(
            [
                async () => { await NextFrame(); throw new InvalidOperationException("first"); },
                () => throw new InvalidOperationException("at once"),
                async () => { await Delay(0.1); return "won"; },
                async () =>
                {
                    try
                    {
                        await Delay(100);
                        return "late";
                    }
                    finally
                    {
                        cleaned = true;
                    }
                },
            ]);
            Assert.That((won.Index, won.Value, cleaned), Is.EqualTo((2, "won", true)));
        });
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void FirstSuccess_AllFail_ThrowsAllInTheirOrder()
    {
        using var test = new TestLoop();
        AggregateException? thrown = null;
        test.Run(async () =>
        {
            try
            {
                await FirstSuccess(
                    async () => { await Delay(0.1); throw new InvalidOperationException("a"); },
                    () => throw new ArgumentException("b"));
            }
            catch (AggregateException fault)
            {
                thrown = fault;
            }
        });
        Assert.That(thrown?.InnerExceptions.Select(static fault => fault.Message), Is.EqualTo(["a", "b"]));
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void FirstSuccess_CallerCanceled_EndsBranchesAndLogsFailures()
    {
        using var test = new TestLoop();
        var caller = test.Loop.Start(async () => await FirstSuccess(
            async () => { await NextFrame(); throw new InvalidOperationException("a"); },
            async () => await Delay(100)));
        test.Step(2);
        caller.Cancel();
        test.Step(2);
        Assert.That((caller.Task.IsCanceled, test.Loop.Tasks.Count), Is.EqualTo((true, 0)));
        Assert.That(test.Log.Errors.Single(), Does.Contain("a"));
    }

    [Test]
    public void Deadline_OverTwoOperations_LeavesTheSecondTheRest()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var started = Loop.Clocks.Real.Now;
            var deadline = Deadline.In(1);
            Assert.That(await WithDeadline(deadline, async () => { await Delay(0.6); return 7; }), Is.EqualTo(7));
            OperationTimeoutException? late = null;
            try
            {
                await WithDeadline(deadline, async token => await Delay(0.6, token), "second");
            }
            catch (OperationTimeoutException fault)
            {
                late = fault;
            }

            Assert.That(late?.Operation, Is.EqualTo("second"));
            Assert.That(late?.LimitSeconds, Is.EqualTo(0.4).Within(0.05));
            Assert.That(Loop.Clocks.Real.Now - started, Is.EqualTo(1).Within(0.05));
            Assert.That((deadline.HasPassed, deadline.RemainingSeconds), Is.EqualTo((true, 0.0)));
        });
    }

    [Test]
    public void Deadline_OnAPausedClock_DoesNotCome()
    {
        using var test = new TestLoop { TimeDilation = 0 };
        Task task = test.Loop.Start(async () =>
        {
            var deadline = Deadline.At(Loop.Clocks.Game.Now + 1, Clock.Game);
            await DelayUntil(deadline);
        });
        test.Advance(5);
        Assert.That(task.IsCompleted, Is.False);
        test.TimeDilation = 1;
        test.Advance(1.1);
        Assert.That(task.IsCompletedSuccessfully);
    }

    [Test]
    public void Deadline_DefaultOrOfAnotherThread_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await DelayUntil(default)), Throws.InvalidOperationException.With.Message.Contains("Deadline.In"));
        Deadline stolen = default;
        test.Run(() =>
        {
            stolen = Deadline.In(1);
            return Task.CompletedTask;
        });
        Assert.That(
            () => FromThread.Run(() =>
            {
                using var other = new TestLoop(new GameLoopOptions { Name = "other" });
                other.Run(async () => await DelayUntil(stolen));
            }),
            Throws.InvalidOperationException.With.Message.Contains("loop 'test'"));
    }
}
