using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class RaceTests
{
    [Test]
    public void Race_FirstEnds_LoserEndedBeforeItReturns()
    {
        using var test = new TestLoop();
        var order = new List<string>();
        test.Run(async () =>
        {
            var index = await Race(
                async () => await Frames(3),
                async () =>
                {
                    try
                    {
                        await Delay(100);
                    }
                    finally
                    {
                        using (Defer(10))
                        {
                            await Frames(5);
                        }

                        order.Add("loser cleaned up");
                    }
                });
            order.Add($"won by {index}");
        });
        Assert.That(order, Is.EqualTo(["loser cleaned up", "won by 0"]));
        Assert.That(test.Loop.RootScope.Children, Is.Empty);
        Assert.That(test.Log.Errors, Is.Empty);
        Assert.That(test.Loop.Tasks.History().Single(task => task.Name.StartsWith("async ()", StringComparison.Ordinal) || task.CancelReason == CancelReason.LostRace).CancelReason, Is.EqualTo(CancelReason.LostRace));
    }

    [Test]
    public void Race_Typed_GivesIndexAndValue()
    {
        using var test = new TestLoop();
        RaceResult<string> result = default;
        test.Run(async () => result = await Race(() => After(2, "slow"), () => After(1, "fast"), () => After(3, "slowest")));
        Assert.That(result, Is.EqualTo(new RaceResult<string>(1, "fast")));
        Assert.That(test.Now, Is.LessThan(1.1));
    }

    [Test]
    public void Race_WinnerFaults_FaultIsThrownOnceAndNotLogged()
    {
        using var test = new TestLoop();
        Exception? caught = null;
        test.Run(async () =>
        {
            try
            {
                await Race(() => Fail("winner", 1), () => After(5, 0));
            }
            catch (InvalidOperationException fault)
            {
                caught = fault;
            }
        });
        Assert.That(caught?.Message, Is.EqualTo("winner"));
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Race_LoserFaultsWhileCanceled_WinnerCountsAndFaultIsLogged()
    {
        using var test = new TestLoop();
        var index = -1;
        test.Run(async () => index = (await Race(
            () => After(1, 0),
            async () =>
            {
                try
                {
                    await Delay(100);
                }
                finally
                {
                    throw new InvalidOperationException("cleanup broke");
                }
            })).Index);
        Assert.That(index, Is.Zero);
        Assert.That(test.Log.Errors.Single(), Does.Contain("cleanup broke"));
    }

    [Test]
    public void Race_FirstBranchEndsAtOnce_OthersAreNotStarted()
    {
        using var test = new TestLoop();
        var started = false;
        var index = -1;
        test.Run(async () => index = await Race(
            () => Task.CompletedTask,
            () =>
            {
                started = true;
                return Task.CompletedTask;
            }));
        Assert.That((index, started), Is.EqualTo((0, false)));
    }

    [Test]
    public void Race_BranchThrowsBeforeItsFirstAwait_IsTheWinnersFault()
    {
        using var test = new TestLoop();
        Assert.That(
            () => test.Run(async () => await Race(FailAtOnce, () => After(1, 0))),
            Throws.InvalidOperationException.With.Message.EqualTo("at once"));
    }

    [Test]
    public void Race_CallerCanceled_BranchesEndFirstWithItsReason()
    {
        using var test = new TestLoop();
        var ended = 0;
        CancelReason seen = default;
        var racer = test.Loop.Start(async () =>
        {
            try
            {
                await Race(Branch, Branch);
            }
            catch (GameTaskCanceledException canceled)
            {
                seen = canceled.Reason;
                Assert.That(ended, Is.EqualTo(2));
                throw;
            }
        });
        test.Step(3);
        racer.Cancel(CancelReason.EndPlay);
        test.Step(5);
        Assert.That((racer.IsCompleted, ended, seen), Is.EqualTo((true, 2, CancelReason.EndPlay)));
        Assert.That(test.Log.Errors, Is.Empty);

        async Task Branch()
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException canceled)
            {
                Assert.That(canceled.Reason, Is.EqualTo(CancelReason.EndPlay));
                using (Defer(10))
                {
                    await Frames(2);
                }

                ended++;
                throw;
            }
        }
    }

    [Test]
    public void Race_ScopeCanceledFromOutside_EverythingEndsQuietly()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var racer = scope.Start(async () => await Race(() => After(100, 0), () => After(200, 0)));
        test.Step(2);
        Assert.That(test.Loop.Tasks.Count, Is.EqualTo(3));
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.Description, Is.EqualTo("race of 2"));
        scope.Cancel(CancelReason.Reload);
        test.Step(2);
        Assert.That(racer.IsCompleted);
        Assert.That(scope.State, Is.EqualTo(ScopeState.Closed));
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Race_CallerCanceledWhileLosersEnd_CancellationWinsOverTheResult()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var outcome = "";
        var racer = test.Loop.Start(async () =>
        {
            try
            {
                await Race(
                    () => Task.CompletedTask.ContinueWith(static _ => { }, TaskScheduler.FromCurrentSynchronizationContext()),
                    async () =>
                    {
                        try
                        {
                            await Delay(100);
                        }
                        finally
                        {
                            using (Defer(100))
                            {
                                await gate.WaitAsync();
                            }
                        }
                    });
                outcome = "won";
            }
            catch (OperationCanceledException)
            {
                outcome = "canceled";
            }
        });
        test.Step(3);
        racer.Cancel();
        test.Step(3);
        Assert.That(racer.IsCompleted, Is.False, "the loser has not ended");
        gate.Set();
        test.Step(3);
        Assert.That(outcome, Is.EqualTo("canceled"));
    }

    [Test]
    public void Race_InCleanupOfClosingScope_StillRuns()
    {
        using var test = new TestLoop();
        var index = -1;
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(10))
                {
                    index = (await Race(() => After(0.5, 0), () => After(1, 0))).Index;
                }
            }
        });
        test.Step();
        scope.Cancel();
        test.Advance(2);
        Assert.That(index, Is.Zero);
        Assert.That(scope.State, Is.EqualTo(ScopeState.Closed));
    }

    [Test]
    public void Race_Empty_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await Race(Array.Empty<Func<Task>>())), Throws.ArgumentException.With.Message.Contains("none"));
    }

    [Test]
    public void Race_BranchStartedTasks_EndWithTheRace()
    {
        using var test = new TestLoop();
        var isCanceled = false;
        test.Run(async () => await Race(
            async () =>
            {
                _ = Start(async () =>
                {
                    try
                    {
                        await Delay(100);
                    }
                    finally
                    {
                        isCanceled = true;
                    }
                });
                await NextFrame();
            },
            () => After(50, 0)));
        Assert.That(isCanceled);
    }

    private static async Task<T> After<T>(double seconds, T value)
    {
        await Delay(seconds);
        return value;
    }

    private static async Task<int> Fail(string message, double seconds)
    {
        await Delay(seconds);
        throw new InvalidOperationException(message);
    }

    private static Task<int> FailAtOnce() => throw new InvalidOperationException("at once");
}
