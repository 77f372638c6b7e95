using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

public sealed class RepeatTests
{
    [Test]
    public void Fault_Repeats_FirstAtOnceRestInOneLine()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        for (var i = 0; i < 38; i++)
        {
            test.Loop.Start(Fail, "patrol");
        }

        test.Step();
        Assert.That(test.Log.Errors.Single(), Does.Contain("no path").And.Contain("RepeatTests.cs:line"), "in the same frame, in full");
        test.Advance(1.9);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        test.Advance(0.2);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2));
        Assert.That(test.Log.Errors[1], Does.StartWith("Again x37 in 2.0 s: InvalidOperationException: no path").And.Contain("'patrol', #38"));
        test.Advance(10);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2), "a quiet window ends it");
        test.Loop.Start(Fail, "patrol");
        test.Step();
        Assert.That(test.Log.Errors[2], Does.Contain("Started at"), "after that it is news again");
        Assert.That(test.Loop.Stats.Faults, Is.EqualTo(39));
    }

    [Test]
    public void Fault_FromOtherPlaces_IsToldApart()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        test.Loop.Start(Fail);
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("no path");
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2));
    }

    [Test]
    public void Fault_NewWordsEachTime_AreToldAFewTimes()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        for (var i = 0; i < 100; i++)
        {
            var id = i;
            test.Loop.Start(() => FailWith($"no actor {id}"));
        }

        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(5));
        test.Advance(3);
        Assert.That(test.Log.Errors[5], Does.StartWith("Again x95").And.Contain("no actor 99"));
    }

    [Test]
    public void Fault_LoopEndsBeforeTheLine_IsToldAllTheSame()
    {
        var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        test.Loop.Start(Fail);
        test.Loop.Start(Fail);
        test.Step();
        test.Dispose();
        Assert.That(test.Log.Errors[^1], Does.StartWith("Once more in 0.0 s: "));
    }

    [Test]
    public void SlowSteps_ComeOnce_LeaveNothingThatWakesAnIdleLoop()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options());
        StartSlow(test, stopwatch, times: 1);
        test.Advance(0.5);
        Assert.That((test.Log.Warnings.Count, PumpsUntil(test, 5)), Is.EqualTo((10, 0)));
    }

    [Test]
    public void SlowSteps_OfManyTasksRepeat_AreToldInOneFrame()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options());
        StartSlow(test, stopwatch, times: 3);
        test.Step(100, 0.01);
        Assert.That((PumpsUntil(test, 5), test.Log.Warnings.Count), Is.EqualTo((1, 20)));
    }

    [Test]
    public void Fault_RepeatSecondsZero_EachIsTold()
    {
        using var test = new TestLoop(new GameLoopOptions { RepeatSeconds = 0 });
        test.Loop.Start(Fail);
        test.Loop.Start(Fail);
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2));
    }

    [Test]
    public void SlowStep_NamesTaskAndTheWaitItCameFromAndCollapses()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options());
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(
            async () =>
            {
                while (true)
                {
                    await NextFrame("Blocking.cs", 12);
                    stopwatch.Spend(0.030);
                    await NextFrame("Blocking.cs", 14);
                }
            },
            "block");
        test.Step(60, 0.01);
        Assert.That(test.Log.Warnings.Single(), Is.EqualTo("Task 'block' (#1) held the game thread for 30.0 ms in one step; it came from the wait at Blocking.cs:12."));
        Assert.That(test.Loop.Stats.SlowSteps, Is.EqualTo(30));
        test.Advance(2);
        Assert.That(test.Log.Warnings[1], Does.StartWith("Again x").And.Contain("Blocking.cs:12"));
        scope.Cancel();
        test.Step();
    }

    [Test]
    public void SlowStep_OfATaskThatWasQuickSoFar_IsNamedToo()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options());
        var scope = test.Loop.RootScope.CreateChild("scope");
        var isSlow = false;
        scope.Start(
            async () =>
            {
                while (true)
                {
                    await NextFrame("Quick.cs", 7);
                    if (isSlow)
                    {
                        stopwatch.Spend(0.030);
                        isSlow = false;
                    }
                }
            },
            "quick");
        test.Step(100);
        isSlow = true;
        test.Step();
        Assert.That(test.Log.Warnings.Single(), Does.StartWith("Task 'quick' (#1) held the game thread for 30.0 ms").And.Contain("Quick.cs:7"));
        scope.Cancel();
        test.Step();
    }

    [Test]
    public void SlowStep_OfACallbackThatStartsTasks_NamesTheFirstAndCountsTheRest()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options());
        test.Loop.Post(() => test.Loop.Start(
            () =>
            {
                stopwatch.Spend(0.030);
                Start(() => Task.CompletedTask, "inner");
                return Task.CompletedTask;
            },
            "outer"));
        test.Step();
        Assert.That(test.Log.Warnings.Single(), Does.StartWith("Task 'outer' (#1) and 1 more that started after it held the game thread for 30.0 ms in their first steps; it came from its start at RepeatTests.cs:"));
    }

    [Test]
    public void Overdue_NewOnesInEachFrame_AreBoundedInTime()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60, GraceSeconds = 1 });
        var gate = new TaskCompletionSource();
        for (var frame = 0; frame < 90; frame++)
        {
            Array.ForEach([.. Enumerable.Range(0, 10).Select(_ => test.Loop.Start(async () => await gate.Task))], static task => task.Cancel());
            test.Step(1, 0.01);
        }

        test.Step(100, 0.01);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(20).And.All.Contains("has not ended after 1 s"));
        test.Advance(2);
        Assert.That(test.Log.Warnings.Skip(20), Is.EqualTo(["Again x880 in 2.0 s: a canceled task has not ended in time."]));
        Assert.That(PumpsUntil(test, 10), Is.Zero, "an idle loop");
        gate.SetResult();
        test.Step(2);
    }

    [Test]
    public void Deferrals_ManyTakeTooLong_AreBoundedInTime()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        test.Loop.Start(async () =>
        {
            GameTask[] tasks = [.. Enumerable.Range(0, 100).Select(_ => Start(async () =>
            {
                using var cleanup = Defer(0.1);
                await Delay(60);
            }))];
            Array.ForEach(tasks, static task => task.Cancel());
            await Delay(4);
        });
        test.Advance(5);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(21));
        Assert.That(test.Log.Warnings[^1], Is.EqualTo("Again x80 in 2.0 s: a task held off its cancellation for longer than it had asked for."));
    }

    [Test]
    public void Locks_LeftByManyTasks_AreBoundedInTime()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 60, SlowStepSeconds = 60 });
        var semaphore = new AsyncSemaphore(100);
        for (var i = 0; i < 100; i++)
        {
            test.Loop.Start(async () => await semaphore.LockAsync());
        }

        test.Advance(5);
        Assert.That(test.Log.Warnings, Has.Count.EqualTo(21));
        Assert.That(test.Log.Warnings[^1], Is.EqualTo("Again x80 in 2.0 s: a task has ended and left a lock taken."));
    }

    private static Task Fail() => FailWith("no path");

    private static async Task FailWith(string message)
    {
        await NextFrame();
        throw new InvalidOperationException(message);
    }

    // Frames that were not idle.
    private static int PumpsUntil(TestLoop test, double end)
    {
        var pumps = 0;
        while (test.Now < end)
        {
            pumps += test.Step() != PumpResult.Idle ? 1 : 0;
        }

        return pumps;
    }

    // Ten tasks, each at frames of its own.
    private static void StartSlow(TestLoop test, ManualStopwatch stopwatch, int times)
    {
        for (var i = 0; i < 10; i++)
        {
            var wait = 0.01 * i;
            test.Loop.Start(
                async () =>
                {
                    for (var time = 0; time < times; time++)
                    {
                        await Delay(wait);
                        await NextFrame("Slow.cs", 3);
                        stopwatch.Spend(0.030);
                    }
                },
                $"slow {i}");
        }
    }
}
