using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Every awaitable, canceled at every stage and in every way: it ends, <c>finally</c> runs, nothing is logged and nothing is left behind.</summary>
public sealed class CancellationTests
{
    /// <summary>Who cancels.</summary>
    public enum Way
    {
        Handle,
        Id,
        Name,
        Scope,
        ParentScope,
        ScopeTasks,
        CancelAll,
        AnotherTask,
        AnotherThread,
        ScopeFromThread,
        Twice,
        Shutdown,
    }

    private static IEnumerable<TestCaseData> CasesAndWays() =>
        from wait in WaitCase.All
        from way in Enum.GetValues<Way>()
        select new TestCaseData(wait, way).SetArgDisplayNames(wait.Name, way.ToString());

    private static IEnumerable<TestCaseData> Cases() => WaitCase.All.Select(wait => new TestCaseData(wait).SetArgDisplayNames(wait.Name));

    private static IEnumerable<TestCaseData> CasesThatEndWhole() => WaitCase.All.Where(wait => !wait.Abandons).Select(wait => new TestCaseData(wait).SetArgDisplayNames(wait.Name));

    [TestCaseSource(nameof(CasesAndWays))]
    public void Wait_CanceledWhileWaiting_Ends(object waitCase, Way way)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var (task, outcome) = Begin(bench, wait);
        bench.Test.Step(wait.Kind is WaitKind.NextFrame or WaitKind.Phase ? 0 : 2);
        Assert.That(task.IsCompleted, Is.False);
        Cancel(bench, task, way);
        bench.Test.Step();
        AssertCanceled(bench, wait, task, outcome);
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_CanceledBefore_EndsByTheNextFrame(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var outcome = new Outcome();
        Task task = bench.Scope.Start(async () =>
        {
            Loop.Tasks.Cancel(TaskId);
            await outcome.Watch(() => wait.Wait(bench));
        });
        bench.Test.Step();
        AssertCanceled(bench, wait, task, outcome);
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_CanceledInsideAFrame_EndsByTheNextFrame(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var (task, outcome) = Begin(bench, wait);
        bench.Test.Loop.Post(() => task.Cancel());
        bench.Test.Step(wait.Kind == WaitKind.NextFrame ? 0 : 1);
        bench.Test.Step();
        if (wait.Kind == WaitKind.NextFrame)
        {
            // The frame that it waited for came before the post.
            Assert.That(task.IsCompleted, Is.True);
            return;
        }

        AssertCanceled(bench, wait, task, outcome);
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_CanceledAfterItIsOverAndBeforeTheResume_Ends(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var (task, outcome) = Begin(bench, wait);
        wait.Complete(bench);
        Assume.That(task.IsCompleted, Is.False);
        task.Cancel();
        bench.Test.Step(1, 0.1);
        if (wait.OutcomeWins && task.Task.IsCompletedSuccessfully)
        {
            Assert.That((outcome.Finally, bench.Pending, bench.Test.Loop.Tasks.Count), Is.EqualTo((1, 0, 0)));
            return;
        }

        AssertCanceled(bench, wait, task, outcome);
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_NotCanceled_EndsAsItShould(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        if (wait.Name == "DelayForEver")
        {
            bench.Condition = true;
        }

        var (task, outcome) = Begin(bench, wait);
        Assert.That(task.IsCompleted, Is.False);
        wait.Complete(bench);
        bench.Test.Step(1, 0.1);
        Assert.That((task.Task.IsCompletedSuccessfully, outcome.Finally, bench.Pending), Is.EqualTo((true, 1, 0)));
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_CanceledAfterTheTaskEnded_DoesNothing(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        bench.Condition = true;
        var (task, outcome) = Begin(bench, wait);
        if (!task.IsCompleted)
        {
            wait.Complete(bench);
            bench.Test.Step(1, 0.1);
        }

        Assume.That(task.IsCompleted, Is.True);
        var other = bench.Scope.Start(async () => await Frames(2), "another with the same record");
        task.Cancel();
        bench.Test.Step(2);
        Assert.That((task.Task.IsCompletedSuccessfully, other.Task.IsCompletedSuccessfully), Is.EqualTo((true, true)));
    }

    [TestCaseSource(nameof(Cases))]
    public void Wait_SwallowedInALoop_DoesNotHoldAFrameNorFloodIt(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var swallowed = 0;
        var stop = false;
        var task = bench.Scope.Start(async () =>
        {
            while (!stop)
            {
                try
                {
                    await wait.Wait(bench);
                }
                catch (OperationCanceledException)
                {
                    swallowed++;
                }

                if (wait.OutcomeWins)
                {
                    // A framework's task that is canceled already is over at once; only a wait of the loop's can pace this.
                    await Task.Yield();
                }
            }
        });
        task.Cancel();
        bench.Test.Step(10);
        Assert.That(swallowed, Is.InRange(5, 11));
        stop = true;
        bench.Test.Step(2);
        Assert.That(task.IsCompleted, Is.True);
    }

    [TestCaseSource(nameof(CasesThatEndWhole))]
    public void Wait_CanceledManyTimesOver_LeavesThePoolsIntact(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        for (var round = 0; round < 20; round++)
        {
            var (task, outcome) = Begin(bench, wait);
            task.Cancel();
            bench.Test.Step(2);
            AssertCanceled(bench, wait, task, outcome);
        }

        // Nodes that went back twice, or went back while in use, would show as waits that end each other.
        var ended = 0;
        for (var i = 0; i < 40; i++)
        {
            bench.Scope.Start(async () =>
            {
                await Frames(2);
                await Delay(1);
                await Until(() => bench.Condition);
                await bench.Event.WaitAsync();
                ended++;
            });
        }

        bench.Test.Step(2);
        bench.Test.Advance(1);
        bench.Condition = true;
        bench.Test.Step();
        Assert.That((ended, bench.Event.WaiterCount), Is.EqualTo((0, 40)));
        bench.Event.Set();
        bench.Test.Step();
        Assert.That((ended, bench.Pending), Is.EqualTo((40, 0)));
    }

    private static (GameTask Task, Outcome Outcome) Begin(WaitBench bench, WaitCase wait)
    {
        var outcome = new Outcome();
        return (bench.Scope.Start(() => outcome.Watch(() => wait.Wait(bench)), "subject"), outcome);
    }

    private static void Cancel(WaitBench bench, GameTask task, Way way)
    {
        var loop = bench.Test.Loop;
        switch (way)
        {
            case Way.Handle: task.Cancel(); break;
            case Way.Id: Assert.That(loop.Tasks.Cancel(task.Id), Is.True); break;
            case Way.Name: Assert.That(loop.Tasks.Cancel("SUBJECT"), Is.EqualTo(1)); break;
            case Way.Scope: bench.Scope.Cancel(); break;
            case Way.ParentScope: bench.Scope.Parent!.Cancel(); break;
            case Way.ScopeTasks: bench.Scope.Parent!.CancelTasks(); break;
            case Way.CancelAll: Assert.That(loop.Tasks.CancelAll(), Is.EqualTo(1)); break;
            case Way.AnotherTask: loop.Start(() => { task.Cancel(); return Task.CompletedTask; }); break;
            case Way.AnotherThread: FromThread.Run(() => task.Cancel()); break;
            case Way.ScopeFromThread: FromThread.Run(() => bench.Scope.Cancel()); break;
            case Way.Twice: task.Cancel(); task.Cancel(); bench.Scope.Cancel(); break;
            case Way.Shutdown: Assert.That(loop.Shutdown().IsClean, Is.True); break;
            default: throw new ArgumentOutOfRangeException(nameof(way));
        }

        if (way is Way.AnotherThread or Way.ScopeFromThread)
        {
            // It arrives with the frame's posts, behind the waits that the frame itself ends.
            bench.Test.Step(1, 0);
        }
    }

    private static void AssertCanceled(WaitBench bench, WaitCase wait, Task task, Outcome outcome)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.IsCompleted, Is.True, "the task has not ended");
            Assert.That(outcome.Fault, Is.InstanceOf<OperationCanceledException>().Or.Null);
            Assert.That(outcome.Finally, Is.EqualTo(1), "finally did not run once");
            Assert.That(task.IsCanceled || task.IsCompletedSuccessfully, Is.True, task.Exception?.ToString());
            Assert.That(bench.Test.Log.Errors, Is.Empty);
            Assert.That(bench.Test.Loop.Tasks.Count, Is.Zero);
            Assert.That(bench.Pending, Is.EqualTo(wait.Abandons ? 1 : 0).Or.Zero, "a wait was left behind");
        }
    }

    private sealed class Outcome
    {
        public int Finally;
        public Exception? Fault;

        public async Task Watch(Func<Task> body)
        {
            try
            {
                await body();
            }
            catch (Exception fault)
            {
                Fault = fault;
                throw;
            }
            finally
            {
                Finally++;
            }
        }
    }
}
