using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

/// <summary>A cancellation from outside at the awkward moments of each composition: while it cleans up, when it has just failed, when an outcome comes late.</summary>
public sealed class OutsideCancellationTests
{
    [Test]
    public void WithTimeout_CallerCanceledWhileTheTimedOutOperationCleansUp_IsCanceledAfterTheCleanup()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await WithTimeout(1, () => CleanUpBehind(gate, trace, "operation"));
            }
            catch (Exception outcome)
            {
                trace.Add(outcome is GameTaskCanceledException canceled ? canceled.Reason : outcome.GetType().Name);
                throw;
            }
        });
        test.Advance(1.1);
        Assert.That(trace.ToString(), Is.EqualTo("operation:Timeout"));
        task.Cancel(CancelReason.EndPlay);
        test.Step(2);
        Assert.That(task.IsCompleted, Is.False, "the operation has not ended");
        gate.Set();
        test.Step(2);
        Assert.That((trace.ToString(), task.Task.IsCanceled), Is.EqualTo(("operation:Timeout operation:ended EndPlay", true)));
    }

    [Test]
    public void Group_Nested_OuterFaultEndsTheInnerFirstWithItsReason()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var trace = new Trace();
        var task = test.Loop.Start(() => Group(
            outer =>
            {
                _ = outer.Start(() => Group(
                    inner =>
                    {
                        _ = inner.Start(() => CleanUpBehind(gate, trace, "inner"));
                        return Task.CompletedTask;
                    },
                    "inner"));
                _ = outer.Start(async () =>
                {
                    await NextFrame();
                    throw new InvalidOperationException("outer");
                });
                return Task.CompletedTask;
            },
            "outer"));
        _ = task.Task.ContinueWith(ended => trace.Add(ended.Exception!.InnerException!.Message), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("inner:ParentFault"));
        gate.Set();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("inner:ParentFault inner:ended outer"));
    }

    [Test]
    public void Group_CanceledInTheFrameOfItsFault_IsCanceledAndTheFaultIsLogged()
    {
        using var test = new TestLoop();
        var task = default(GameTask);
        task = test.Loop.Start(() => Group(group =>
        {
            _ = group.Start(async () =>
            {
                await NextFrame();
                task.Cancel();
                throw new InvalidOperationException("too late");
            });
            return Task.CompletedTask;
        }));
        test.Step(3);
        Assert.That(task.Task.IsCanceled, Is.True);
        Assert.That(test.Log.Errors.Single(), Does.Contain("too late"));
    }

    [Test]
    public void Race_LosersWorkEndsLate_IsNobodys([Values] bool asFault)
    {
        using var test = new TestLoop();
        var late = new TaskCompletionSource<int>();
        var winner = -1;
        test.Run(async () => winner = await Race(async () => await NextFrame(), () => late.Task.InScope()));
        Assert.That(winner, Is.Zero);
        if (asFault)
        {
            late.SetException(new InvalidOperationException("late"));
            _ = late.Task.Exception;
        }
        else
        {
            late.SetResult(1);
        }

        test.Step(2);
        Assert.That((test.Log.Errors.Count, test.Loop.Tasks.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Race_InsideAGroupThatIsCanceled_BranchesEndBeforeTheGroup()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Group(async () =>
                {
                    try
                    {
                        await Race(() => CleanUpBehind(gate, trace, "a"), () => CleanUpBehind(gate, trace, "b"));
                    }
                    finally
                    {
                        trace.Add("race");
                    }
                });
            }
            finally
            {
                trace.Add("group");
            }
        });
        test.Step();
        task.Cancel();
        test.Step(2);
        gate.Set();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("a:User b:User a:ended b:ended race group"));
    }

    [Test]
    public void Retry_CanceledInTheFrameOfAFailure_IsNotTriedAgain()
    {
        using var test = new TestLoop();
        var tries = 0;
        var task = default(GameTask);
        task = test.Loop.Start(() => Retry(new RetryPolicy { Attempts = 5 }, async _ =>
        {
            tries++;
            await NextFrame();
            task.Cancel();
            throw new InvalidOperationException("failed");
        }));
        test.Advance(60);
        Assert.That((tries, task.IsCompleted), Is.EqualTo((1, true)));
    }

    [Test]
    public void RunInExecutor_CanceledFirst_LateResultIsDropped()
    {
        using var bench = new WaitBench();
        var went = false;
        var task = bench.Scope.Start(async () =>
        {
            await RunInExecutor(bench.Executor, () => 7);
            went = true;
        });
        task.Cancel();
        bench.Test.Step();
        Assert.That(task.Task.IsCanceled, Is.True);
        bench.Executor.Finish();
        bench.Test.Step(2);
        Assert.That((went, bench.Test.Log.Errors.Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public void Every_CanceledWhilePausedWithTicksMissed_EndsWithoutAnotherTick([Values] MissedTicks missed)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var ticks = 0;
        var task = scope.Start(async () =>
        {
            await foreach (var _ in Every(1, missed))
            {
                ticks++;
            }
        });
        test.Step(1, 1);
        scope.Pause();
        test.Step(1, 5);
        task.Cancel();
        test.Step();
        Assert.That((ticks, task.Task.IsCanceled), Is.EqualTo((1, true)));
    }

    [Test]
    public void Defer_InsideARaceThatIsLost_HoldsTheRaceUntilItsEnd()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var trace = new Trace();
        test.Loop.Start(async () =>
        {
            await Race(
                async () => await NextFrame(),
                async () =>
                {
                    using (Defer(100))
                    {
                        await gate.WaitAsync();
                        trace.Add("saved");
                    }

                    await NextFrame();
                    trace.Add("never");
                });
            trace.Add("returned");
        });
        test.Step(3);
        Assert.That(trace.ToString(), Is.Empty);
        gate.Set();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("saved returned"));
    }

    [Test]
    public void Lock_HolderIsCanceledInItsCleanup_NextOneGetsItWhenTheCleanupIsOver()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var guard = new AsyncLock();
        var trace = new Trace();
        var holder = test.Loop.Start(async () =>
        {
            using (await guard.LockAsync())
            {
                await CleanUpBehind(gate, trace, "holder");
            }
        });
        test.Loop.Start(async () =>
        {
            using (await guard.LockAsync())
            {
                trace.Add("next");
            }
        });
        holder.Cancel();
        test.Step(2);
        Assert.That(trace.ToString(), Is.EqualTo("holder:User"));
        gate.Set();
        test.Step(2);
        Assert.That(trace.ToString(), Is.EqualTo("holder:User holder:ended next"));
    }

    [Test]
    public void Iterator_CanceledWhileItsNestedTaskCleansUp_TheTaskGoesOnByItself()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var child = test.Loop.Start(async () =>
        {
            await Frames(3);
            trace.Add("child");
        });
        var routine = test.Loop.RootScope.Start(Routine());
        test.Step();
        routine.Cancel();
        test.Step(3);
        Assert.That((trace.ToString(), routine.Task.IsCanceled), Is.EqualTo(("closed child", true)));

        System.Collections.IEnumerator Routine()
        {
            try
            {
                yield return child;
                trace.Add("never");
            }
            finally
            {
                trace.Add("closed");
            }
        }
    }

    [Test]
    public void TransientLoop_ScopeCanceledTwiceWhileItDrains_EndsOnceWithTheFirstReason()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var trace = new Trace();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var inner = scope.CreateLoop("inner");
        inner.Loop.Start(() => CleanUpBehind(gate, trace, "task"));
        test.Step();
        scope.Cancel(CancelReason.EndPlay);
        test.Step(2);
        Assert.That((trace.ToString(), inner.HasEnded), Is.EqualTo(("task:EndPlay", false)));
        test.Loop.RootScope.CancelTasks();
        test.Step();
        gate.Set();
        test.Step(3);
        Assert.That((trace.ToString(), inner.HasEnded, scope.State), Is.EqualTo(("task:EndPlay task:ended", true, ScopeState.Closed)));
    }

    // Waits for ever; once canceled, cleans up until the gate opens.
    private static async Task CleanUpBehind(AsyncManualResetEvent gate, Trace trace, string name)
    {
        try
        {
            await Delay(double.PositiveInfinity);
        }
        catch (GameTaskCanceledException canceled)
        {
            trace.Add($"{name}:{canceled.Reason}");
            throw;
        }
        finally
        {
            using (Defer(100))
            {
                await gate.WaitAsync();
            }

            trace.Add($"{name}:ended");
        }
    }
}
