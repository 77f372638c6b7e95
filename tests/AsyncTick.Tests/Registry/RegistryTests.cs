using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The list of all tasks: what it shows, whom it cancels.</summary>
public sealed class RegistryTests
{
    private static IEnumerable<TestCaseData> Cases() => WaitCase.All.Select(wait => new TestCaseData(wait).SetArgDisplayNames(wait.Name));

    [TestCaseSource(nameof(Cases))]
    public void Row_OfAWaitingTask_ShowsKindFileAndLine(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var task = bench.Scope.Start(() => wait.Wait(bench), "subject");
        var row = bench.Test.Loop.Tasks.Snapshot().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((row.Id, row.Name, row.ScopePath, row.State), Is.EqualTo((task.Id, "subject", "test/parent/child", TaskState.Waiting)));
            Assert.That(row.Wait.Kind, Is.EqualTo(wait.Kind));

            // A phase is awaited as it stands, so no call tells the line.
            Assert.That(row.Wait.Site, Does.Match(wait.Kind == WaitKind.Phase && !Internals.AreOn ? "^$" : @"^WaitCase\.cs:\d+$"));
            Assert.That(bench.Test.Table(), Does.Contain("subject").And.Contain(row.Wait.Site));
        }

        task.Cancel();
        bench.Test.Step(2);
    }

    [Test]
    public void Row_OverTime_CountsAgeResumesAndWait()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            await Frames(2);
            await Delay(10);
        }, "ager");
        test.Step(2, 1);
        test.Step(3, 1);
        var row = test.Loop.Tasks.Snapshot()[0];
        Assert.That((row.AgeSeconds, row.Resumes, row.Wait.Seconds, row.Wait.Description), Is.EqualTo((5.0, 1L, 3.0, "delay, 7.00 s left")));
        task.Cancel();
        test.Step();
    }

    [Test]
    public void Row_OfTheRunningTask_SaysSo()
    {
        using var test = new TestLoop();
        var states = new List<TaskState>();
        var other = test.Loop.Start(async () => await Delay(100));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            other.Cancel();
            states.AddRange(test.Loop.Tasks.Snapshot().Select(task => task.State));
        });
        test.Step(2);
        Assert.That(states, Is.EqualTo([TaskState.Canceling, TaskState.Running]));
    }

    [Test]
    public void Row_WithoutAName_ShowsTheSourceText()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => Patrol(3));
        test.Loop.Start(Wander);
        test.Loop.Start(async () => await Patrol(4));
        test.Loop.Start(async () =>
        {
            await Patrol(5);
        });
        Assert.That(test.Loop.Tasks.Snapshot().Select(task => task.Name), Is.EqualTo(["Patrol(3)", "Wander", "Patrol(4)", "lambda"]));
        Assert.That(test.Loop.Tasks.Snapshot()[0].StartFile, Does.EndWith("RegistryTests.cs"));
        test.Step();
        static async Task Patrol(int number) => await Frames(number > 0 ? 1 : 2);
        static async Task Wander() => await NextFrame();
    }

    [Test]
    public void Row_Status_IsWhatTheTaskSays()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            SetStatus("42 %");
            await NextFrame();
        }, "loader");
        Assert.That(test.Table(), Does.Contain("loader [42 %]"));
        test.Step();
    }

    [Test]
    public void Row_AwaitingATask_NamesIt()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () => await Frames(2));
        test.Loop.Start(async () => await child);
        var row = test.Loop.Tasks.Snapshot()[1];
        Assert.That((row.Wait.Kind, row.Wait.Description), Is.EqualTo((WaitKind.Task, $"task #{child.Id}")));
        test.Step(3);
    }

    [Test]
    public void Table_OfNoTask_SaysSo()
    {
        using var test = new TestLoop();
        Assert.That(test.Table(), Is.EqualTo("no tasks"));
    }

    [Test]
    public void History_KeepsTheLastEndedLatestFirst()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 3, BudgetSeconds = 1 });
        for (var i = 1; i <= 5; i++)
        {
            test.Loop.Start(() => Task.CompletedTask, "t" + i);
        }

        Assert.That(test.Loop.Tasks.History().Select(task => (task.Name, task.State)), Is.EqualTo([("t5", TaskState.Completed), ("t4", TaskState.Completed), ("t3", TaskState.Completed)]));
        Assert.That(test.Loop.Tasks.EndedCount, Is.EqualTo(5));
    }

    [Test]
    public void History_OfACanceledTask_ShowsTheReason()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Delay(100)).Cancel(CancelReason.Replaced);
        test.Step(1, 2);
        var row = test.Loop.Tasks.History()[0];
        Assert.That((row.State, row.CancelReason, row.AgeSeconds), Is.EqualTo((TaskState.Canceled, CancelReason.Replaced, 2.0)));
    }

    [Test]
    public void History_OfNone_IsEmpty()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 0 });
        test.Loop.Start(() => Task.CompletedTask);
        Assert.That(test.Loop.Tasks.History(), Is.Empty);
    }

    [Test]
    public void Cancel_ByIdOrName_HitsThoseOnly()
    {
        using var test = new TestLoop();
        GameTask Start(string name) => test.Loop.Start(async () => await Delay(100), name);
        var tasks = new[] { Start("guard"), Start("Guard"), Start("cook") };
        Assert.That(test.Loop.Tasks.Cancel("GUARD"), Is.EqualTo(2));
        Assert.That((test.Loop.Tasks.Cancel(999), test.Loop.Tasks.Cancel("nobody")), Is.EqualTo((false, 0)));
        test.Step();
        Assert.That(tasks.Select(task => task.IsCompleted), Is.EqualTo([true, true, false]));
        Assert.That(test.Loop.Tasks.Cancel(tasks[2].Id), Is.True);
        test.Step();
    }

    [Test]
    public void CancelAll_ByATask_SparesTheCaller([Values] bool later)
    {
        using var test = new TestLoop();
        var count = 0;
        var others = Enumerable.Range(0, 3).Select(_ => test.Loop.Start(async () => await Delay(100))).ToArray();
        var caller = test.Loop.Start(async () =>
        {
            if (later)
            {
                await NextFrame();
            }

            count = test.Loop.Tasks.CancelAll();
            await Frames(5);
        });
        test.Step(7);
        Assert.That((count, caller.Task.IsCompletedSuccessfully, others.All(task => task.Task.IsCanceled)), Is.EqualTo((3, true, true)));
    }

    [Test]
    public void CancelAll_OfVeryMany_IsSpreadOverFrames([Values] bool byATask)
    {
        var count = byATask ? 20_000 : 100_000;
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var ended = 0;
        async Task Wait()
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                ended++;
                watch.Spend(10e-6);
            }
        }

        var body = Wait;
        for (var i = 0; i < count; i++)
        {
            test.Loop.Start(body, "one of many");
        }

        if (byATask)
        {
            test.Loop.Start(async () =>
            {
                await NextFrame();
                Assert.That(test.Loop.Tasks.CancelAll(), Is.EqualTo(count));
            });
        }
        else
        {
            Assert.That(test.Loop.Tasks.CancelAll(), Is.EqualTo(count));
        }

        Assert.That(test.Step(), Is.EqualTo(PumpResult.OverBudget));
        var frames = test.RunUntilIdle(100_000);
        Assert.That((ended, test.Loop.Tasks.Count, test.Log.Errors.Count), Is.EqualTo((count, 0, 0)));
        Assert.That(frames, Is.EqualTo(count / 400).Within(5).Percent, "ten microseconds each, four milliseconds a frame");
        test.Step();
    }

    [Test]
    public void Find_GivesTheRunningTask_WhoseOutcomeCanBeAwaited()
    {
        using var test = new TestLoop();
        var work = test.Loop.Start(static async () =>
        {
            await NextFrame();
            return 42;
        }, "work");
        var other = test.Loop.Start(static async () => await Delay(100), "Work");
        TaskState? seen = null;
        test.Loop.Start(async () => seen = (await test.Loop.Tasks.Find("WORK")!.Value.Outcome()).State);

        Assert.That((test.Loop.Tasks.Find(work.Id)?.Id, test.Loop.Tasks.Find("work")?.Id), Is.EqualTo(((int?)work.Id, (int?)work.Id)), "the first started of a name");
        Assert.That((test.Loop.Tasks.Find(work.Id + 1000), test.Loop.Tasks.Find("nobody")), Is.EqualTo(((GameTask?)null, (GameTask?)null)));
        test.Step(3);
        Assert.That(seen, Is.EqualTo(TaskState.Completed));
        Assert.That(test.Loop.Tasks.Find(work.Id), Is.Null, "it has ended");
        other.Cancel();
        test.Step();
    }
}
