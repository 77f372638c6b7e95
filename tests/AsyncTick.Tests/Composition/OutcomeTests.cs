using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>How a task has ended, asked for without a throw: by <c>Outcome</c> and by done callbacks.</summary>
public sealed class OutcomeTests
{
    [Test]
    public void Outcome_OfEachEnd_SaysWhichAndThrowsNothing()
    {
        using var test = new TestLoop();
        var seen = new List<string>();
        test.Run(async () =>
        {
            var good = Start(async () => { await NextFrame(); return 5; });
            var bad = Start(async () => { await NextFrame(); throw new InvalidOperationException("boom"); });
            var forever = Start(async () => await Delay(double.PositiveInfinity));
            CallLater(0.1, () => forever.Cancel());
            var outcome = await good.Outcome();
            Assert.That((outcome.State, outcome.Value, outcome.Exception), Is.EqualTo((TaskState.Completed, 5, (Exception?)null)));
            seen.Add($"{outcome}");
            seen.Add($"{await bad.Outcome()}");
            seen.Add($"{await forever.Outcome()}");
            Assert.That((await bad.Outcome()).Exception, Is.TypeOf<InvalidOperationException>());
            Assert.That(async () => (await bad.Outcome()).ThrowIfFailed(), Throws.InvalidOperationException.With.Message.EqualTo("boom"));
            Assert.That(async () => (await forever.Outcome()).ThrowIfFailed(), Throws.InstanceOf<OperationCanceledException>());
        });
        Assert.That(seen, Is.EqualTo(["completed: 5", "faulted: boom", "canceled"]));
        Assert.That(test.Log.Errors, Is.Empty, "an outcome that is asked for is seen to");
    }

    [Test]
    public void Outcome_WaiterCanceled_EndsTheWaitAndNotTheTask()
    {
        using var test = new TestLoop();
        var forever = test.Loop.Start(async () => await Delay(double.PositiveInfinity));
        var waiter = test.Loop.Start(async () => await forever.Outcome());
        test.Step();
        waiter.Cancel();
        test.Step();
        Assert.That((waiter.Task.IsCanceled, forever.IsCompleted), Is.EqualTo((true, false)));
        forever.Cancel();
        test.Step(2);
    }

    [Test]
    public void Outcome_OfAPooledTask_IsTheSame()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var bad = Start(async PooledTask () => { await NextFrame(); throw new InvalidOperationException("boom"); });
            Assert.That((await bad.Outcome()).ToString(), Is.EqualTo("faulted: boom"));
        });
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Outcome_OfNothing_SaysSo()
    {
        Assert.That(() => default(TaskOutcome).State, Throws.InvalidOperationException.With.Message.Contains("default"));
        Assert.That(default(TaskOutcome<int>).ToString(), Is.EqualTo("of no task"));
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await default(GameTask).Outcome()), Throws.InvalidOperationException.With.Message.Contains("default"));
    }

    [Test]
    public void DoneCallback_RunsOnceInTheFrameOfTheEnd_InOrder()
    {
        using var test = new TestLoop();
        var seen = new List<string>();
        var task = test.Loop.Start(async () => { await Delay(0.5); return 5; }, "five");
        task.AddDoneCallback(outcome => seen.Add($"first {outcome.Value} in frame {test.Loop.FrameNumber}"));
        task.AddDoneCallback(outcome => seen.Add($"second {outcome}"));
        test.Advance(0.4);
        Assert.That(seen, Is.Empty);
        test.PumpUntil(() => task.IsCompleted);
        var frame = test.Loop.FrameNumber;
        Assert.That(seen, Is.EqualTo([$"first 5 in frame {frame}", "second completed: 5"]));
        task.AddDoneCallback(outcome => seen.Add("late"));
        Assert.That(seen, Has.Count.EqualTo(2), "never inside the call");
        test.Step(3);
        Assert.That(seen, Has.Count.EqualTo(3));
    }

    [Test]
    public void DoneCallback_ThatThrows_IsLoggedAndHarmsNothing()
    {
        using var test = new TestLoop();
        var seen = 0;
        var task = test.Loop.Start(async () => await NextFrame());
        task.AddDoneCallback(_ => throw new InvalidOperationException("callback"));
        task.AddDoneCallback(_ => seen++);
        test.Step(2);
        Assert.That(seen, Is.EqualTo(1));
        Assert.That(test.Log.Errors.Single(), Does.Contain("callback"));
    }

    // Whether a plain task that was handed out is awaited shows in its private parts only; without them the collector tells of its fault.
    private static bool[] Sharings => Internals.AreOn ? [false, true] : [false];

    [TestCaseSource(nameof(Sharings))]
    public void DoneCallback_OfAFailedTask_KeepsTheFaultInTheLog(bool isShared)
    {
        using var test = new TestLoop();
        var seen = "";
        var task = test.Loop.Start(async () => { await NextFrame(); throw new InvalidOperationException("boom"); });
        _ = isShared ? task.Task : null;
        task.AddDoneCallback(outcome => seen = $"{outcome.State}");
        test.Step(2);
        Assert.That(seen, Is.EqualTo("Faulted"));
        Assert.That(test.Log.Errors.Single(), Does.Contain("boom"));
    }

    [Test]
    public void DoneCallback_OfAbandonedCode_DoesNotRun()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("script");
        var ran = false;
        var task = test.Loop.Start(async () => await Delay(0.5));
        scope.Start(() =>
        {
            task.AddDoneCallback(_ => ran = true);
            return Task.CompletedTask;
        });
        scope.Abandon();
        test.Advance(1);
        Assert.That((task.IsCompleted, ran), Is.EqualTo((true, false)));
    }

    [Test]
    public void DoneCallback_AddedOnAnotherThread_IsRefused()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await NextFrame());
        Assert.That(() => FromThread.Run(() => task.AddDoneCallback(static _ => { })), Throws.InvalidOperationException.With.Message.Contains("loop.Post"));
        test.Step(2);
    }

    [Test]
    public void Events_StartAndEnd_TellRows()
    {
        using var test = new TestLoop();
        var told = new List<string>();
        void OnStarted(TaskInfo task) => told.Add($"start {task.Name}");
        void OnEnded(TaskInfo task) => told.Add($"end {task.Name} {task.State}");
        test.Loop.Tasks.Started += OnStarted;
        test.Loop.Tasks.Ended += OnEnded;
        test.Loop.Start(() => Task.CompletedTask, "quick");
        var slow = test.Loop.Start(async () => await Delay(10), "slow");
        test.Loop.Start(async () => { await NextFrame(); throw new InvalidOperationException("boom"); }, "bad");
        test.Step(2);
        slow.Cancel();
        test.Step();
        test.Loop.Tasks.Started -= OnStarted;
        test.Loop.Tasks.Ended -= OnEnded;
        test.Loop.Start(() => Task.CompletedTask, "unheard");
        Assert.That(told, Is.EqualTo(["start quick", "end quick Completed", "start slow", "start bad", "end bad Faulted", "end slow Canceled"]));
    }

    [Test]
    public void Events_HandlerThatThrowsAndStartsTasks_HarmsNothing()
    {
        using var test = new TestLoop();
        var told = 0;
        test.Loop.Tasks.Started += _ => throw new InvalidOperationException("handler");
        test.Loop.Tasks.Started += _ =>
        {
            told++;
            Start(() => Task.CompletedTask, "of the handler");
        };
        test.Loop.Tasks.Ended += _ => test.Loop.Start(() => Task.CompletedTask);
        Task task = test.Loop.Start(async () => await NextFrame());
        test.Step(2);
        Assert.That((task.IsCompletedSuccessfully, told), Is.EqualTo((true, 1)));
        Assert.That(test.Log.Errors.Single(), Does.Contain("GameLoop.Tasks.Started").And.Contain("handler"));
    }
}
