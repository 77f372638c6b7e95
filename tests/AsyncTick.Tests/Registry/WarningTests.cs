using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What the log says of tasks that are slow, stubborn or left over.</summary>
public sealed class WarningTests
{
    [Test]
    public void Grace_StubbornTask_IsNamedOnceWithItsAwait()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", GraceSeconds = 3, BudgetSeconds = 1, SlowStepSeconds = 60 });
        var gate = new TaskCompletionSource();
        var task = test.Loop.Start(async () => await gate.Task.WaitAsync(Timeout.InfiniteTimeSpan), "stubborn");
        task.Cancel(CancelReason.EndPlay);
        test.Advance(2.9);
        Assert.That(test.Log.Warnings, Is.Empty);
        test.Advance(5);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(1));
        Assert.That(test.Log.Warnings[0], Does.Contain("'stubborn'").And.Contain("EndPlay").And.Contain("it awaits"));
        gate.SetResult();
        test.Step(2);
    }

    [Test]
    public void SlowCallback_OfAPost_IsNamedWithItsLine()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options() with { RepeatSeconds = 0 });
        test.Loop.Post(() => stopwatch.Spend(0.030));
        test.Step();
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(1));
        Assert.That(test.Log.Warnings[0], Does.Match(@"^The callback at WarningTests\.cs:\d+ held the game thread for 30\.0 ms in one step\.$"));
    }

    [Test]
    public void Grace_OfAScope_NamesTheStubbornOnly()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        scope.Start(async () => await gate.Task, "stubborn");
        scope.Start(async () => await Delay(100), "good");
        test.Loop.Start(async () => await Delay(5), "outsider");
        scope.Cancel();
        test.Advance(2.5);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(1).And.All.Contains("'stubborn'"));
        gate.SetResult();
        test.Advance(5);
    }

    [Test]
    public void Grace_OfVeryMany_IsSomeLinesAndTheirNumber([Values] bool oneByOne)
    {
        using var test = new TestLoop(new GameLoopOptions { SlowStepSeconds = 60 });
        var gate = new TaskCompletionSource();
        GameTask[] tasks = [.. Enumerable.Range(0, 5_000).Select(_ => test.Loop.Start(async () => await gate.Task))];
        if (oneByOne)
        {
            Array.ForEach(tasks, static task => task.Cancel());
        }
        else
        {
            test.Loop.RootScope.CancelTasks();
        }

        test.Advance(5);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(21));
        Assert.That(test.Log.Warnings[^1], Is.EqualTo("Again x4980 in 2.0 s: a canceled task has not ended in time."));
        gate.SetResult();

        // Where the runtime itself suspends methods, some of so many are told by the thread pool.
        test.PumpUntil(() => Array.TrueForAll(tasks, static task => task.IsCompleted));
    }

    [Test]
    public void Grace_AwaitInScope_IsNamedWithItsLine()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(100))
            {
                await gate.Task.InScope();
            }
        }, "saver");
        task.Cancel();
        test.Advance(2.5);
        Assert.That(test.Log.Warnings, Has.One.Contains("gate.Task at WarningTests.cs:"));
        gate.SetResult();
        test.Step(2);
    }

    [Test]
    public void Grace_TaskThatWasNamed_LeavesMemoryWhenItHasEnded()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 0, RepeatSeconds = 0 });
        var gate = new TaskCompletionSource();
        var outcome = StartStubborn(test, gate);
        test.Advance(2.5);
        Assert.That(test.Log.Warnings, Has.One.Contains("'stubborn'"));
        gate.SetResult();
        test.Step(2);
        for (var i = 0; i < 20; i++)
        {
            test.Run(async () => await NextFrame()); // takes the record into use again
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(outcome.IsAlive, Is.False);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference StartStubborn(TestLoop test, TaskCompletionSource gate)
    {
        var outcome = new OperationCanceledException();
        var task = test.Loop.Start(
            async () =>
            {
                await Inner();
                throw outcome;
            },
            "stubborn");
        task.Cancel();
        return new WeakReference(outcome);

        // Whether this is a task of the loop's is asked when the list of those is made.
        async Task Inner() => await gate.Task.WaitAsync(Timeout.InfiniteTimeSpan);
    }

    [Test]
    public void Grace_TaskThatEnds_IsNotNamed()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Delay(100));
        task.Cancel();
        test.Step();
        test.Loop.Start(async () => await Delay(5), "next with the same record");
        test.Advance(6);
        Assert.That(test.Log.Warnings, Is.Empty);
    }

    [Test]
    public void SlowStep_OfATask_IsNamedWithTheWaitItCameFrom()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(1));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            watch.Spend(0.020);
            await Delay(0.001);
        }, "sluggish");
        test.Loop.Start(async () => await Frames(3), "quick");
        test.Step(4);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(1));
        Assert.That(test.Log.Warnings[0], Does.Contain("'sluggish'").And.Contain("20.0 ms").And.Match(@"WarningTests\.cs:\d+"));
    }

    [Test]
    public void SlowStep_OfATaskThatWasQuickSoFar_IsReportedToo()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(1));
        var scope = test.Loop.RootScope.CreateChild("scope");
        var slow = false;
        scope.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                if (slow)
                {
                    watch.Spend(0.050);
                }
            }
        }, "turncoat");
        test.Step(100);
        Assert.That(test.Log.Warnings, Is.Empty);
        slow = true;
        test.Step();
        Assert.That(test.Log.Warnings, Has.One.Contains("50.0 ms"));
        test.Step();
        Assert.That(test.Log.Warnings, Has.Some.Contains("'turncoat'"));
        scope.Cancel();
        slow = false;
        test.Step(2);
    }

    [Test]
    public void UsedTime_OfATask_IsItsOwn()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(1));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            watch.Spend(0.003);
            await NextFrame();
            watch.Spend(0.001);
            await Frames(2);
        }, "busy");
        test.Loop.Start(async () => await Frames(5), "idle");
        test.Step(3);
        var rows = test.Loop.Tasks.Snapshot();
        Assert.That((rows[0].UsedSeconds, rows[0].LongestSeconds, rows[1].UsedSeconds), Is.EqualTo((0.004, 0.003, 0.0)).Using<double>((a, b) => Math.Abs(a - b) < 1e-9));
        test.Step(3);
    }

    [Test]
    public void Shutdown_CleanTasks_EndsThemAll()
    {
        using var test = new TestLoop();
        var cleaned = 0;
        for (var i = 0; i < 100; i++)
        {
            test.Loop.Start(async () =>
            {
                try
                {
                    await Delay(100);
                }
                finally
                {
                    cleaned++;
                }
            });
        }

        var report = test.Loop.Shutdown();
        Assert.That((report.IsClean, cleaned, test.Log.Warnings.Count), Is.EqualTo((true, 100, 0)));
        Assert.That(() => test.Loop.Start(() => Task.CompletedTask), Throws.InstanceOf<ScopeClosedException>());
    }

    [Test]
    public void Shutdown_StubbornTask_IsBoundedAndNamed()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        test.Loop.Start(async () => await gate.Task, "stubborn");
        var report = test.Loop.Shutdown(maxFrames: 5, maxSeconds: 1);
        Assert.That((report.Frames, report.Survivors.Single().Name), Is.EqualTo((5, "stubborn")));
        Assert.That(test.Log.Warnings, Has.One.Contains("'stubborn'").And.One.Contains("Shutdown goes on without").And.One.EndsWith("With .InScope() on what is awaited there, the wait ends with the task."));
        gate.SetResult();
        test.Step(2);
    }

    [Test]
    public void Dispose_AfterShutdown_NeitherWaitsNorNamesAgain()
    {
        var test = new TestLoop();
        var gate = new TaskCompletionSource();
        test.Loop.Start(async () => await gate.Task, "stubborn");
        test.Loop.Shutdown(maxFrames: 5, maxSeconds: 1);
        var frame = test.Loop.FrameNumber;
        test.Loop.Dispose();
        Assert.That((test.Loop.FrameNumber, test.Log.Warnings.Count(line => line.StartsWith("Shutdown goes on", StringComparison.Ordinal))), Is.EqualTo((frame, 1)));
    }

    [Test]
    public void Shutdown_TaskThatNeverStopsMakingWork_IsBounded()
    {
        var test = new TestLoop(new GameLoopOptions { Name = "test", BudgetSeconds = 0.001, GraceSeconds = 100 });
        test.Loop.Start(async () =>
        {
            while (true)
            {
                await Task.Yield();
            }
        }, "endless");
        var report = test.Loop.Shutdown(maxFrames: 20, maxSeconds: 5);
        Assert.That((report.Frames, report.IsClean), Is.EqualTo((20, false)));
        Assert.That(() => test.Loop.Dispose(), Throws.Nothing);
    }

    [Test]
    public void Shutdown_Twice_IsHarmless()
    {
        var test = new TestLoop();
        test.Loop.Shutdown();
        test.Loop.Dispose();
        test.Loop.Dispose();
        Assert.That(test.Loop.Shutdown().IsClean, Is.True);
    }
}
