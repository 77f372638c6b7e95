using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A canceled task that learns of it by a start that is refused: it has ended canceled. What starts in a scope that was closed by itself is a fault.</summary>
public sealed class RefusedStartTests
{
    [Test]
    public void Canceled_StartAfterAPlainWait_EndsCanceled([Values] bool pooled)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        var task = pooled
            ? scope.Start(async PooledTask () => await StartAfter(gate.Task))
            : scope.Start(async () => await StartAfter(gate.Task));
        CancelThenOpen(test, scope, gate);
        AssertCanceled(test, task);
    }

    [Test]
    public void Canceled_ByAScopeAbove_EndsCanceled()
    {
        using var test = new TestLoop();
        var above = test.Loop.RootScope.CreateChild("above");
        var gate = new TaskCompletionSource();
        var task = above.CreateChild("below").Start(async () => await StartAfter(gate.Task));
        CancelThenOpen(test, above, gate);
        AssertCanceled(test, task);
    }

    [Test]
    public void Canceled_StartInAScopeThatClosedWithIt_EndsCanceled()
    {
        using var test = new TestLoop();
        var above = test.Loop.RootScope.CreateChild("above");
        var other = above.CreateChild("other").CreateChild("inner");
        var gate = new TaskCompletionSource();
        var task = above.CreateChild("one").Start(async () => await StartAfter(gate.Task, other));
        CancelThenOpen(test, above, gate);
        AssertCanceled(test, task);
    }

    [Test]
    public void Canceled_ScopeAboveWasCanceledLater_EndsCanceled()
    {
        using var test = new TestLoop();
        var above = test.Loop.RootScope.CreateChild("above");
        var below = above.CreateChild("below");
        var gate = new TaskCompletionSource();
        var task = below.Start(async () => await StartAfter(gate.Task, above));
        below.Cancel();
        CancelThenOpen(test, above, gate);
        AssertCanceled(test, task);
    }

    [Test]
    public void Canceled_NewScope_EndsCanceled()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        var task = scope.Start(async () =>
        {
            await gate.Task;
            Scope.CreateChild("child");
        });
        CancelThenOpen(test, scope, gate);
        AssertCanceled(test, task);
    }

    [Test]
    public void Canceled_AwaitedAsAPlainTask_ReportsNothing()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        var inner = scope.Start(async () => await StartAfter(gate.Task));
        var outer = scope.Start(async () => await inner.Task);
        CancelThenOpen(test, scope, gate);

        // On .NET 11 a plain wait of such code comes back by way of the pool.
        test.PumpUntil(() => scope.IsEmpty);
        AssertCanceled(test, inner);
        AssertCanceled(test, outer);
    }

    [Test]
    public void Canceled_Stray_ReportsNothing()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        scope.Start(() =>
        {
            LeftRunning();
            return Task.CompletedTask;
        });
        CancelThenOpen(test, scope, gate);
        Assert.That(test.Log.Errors, Is.Empty);

        async void LeftRunning() => await StartAfter(gate.Task);
    }

    [Test]
    public void Canceled_Outcome_IsCanceledWithoutAnException()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        var told = new List<(TaskState, Exception?)>();
        var task = scope.Start(async () => await StartAfter(gate.Task));
        var withResult = scope.Start(async () =>
        {
            await StartAfter(gate.Task);
            return 5;
        });
        task.AddDoneCallback(outcome => told.Add((outcome.State, outcome.Exception)));
        withResult.AddDoneCallback(outcome => told.Add((outcome.State, outcome.Exception)));
        test.Loop.Start(async () => told.Add(((await task.Outcome()).State, null)));
        test.Loop.Start(async () => told.Add(((await withResult.Outcome()).State, null)));
        CancelThenOpen(test, scope, gate);
        Assert.That(told, Is.EqualTo(Enumerable.Repeat((TaskState.Canceled, (Exception?)null), 4)));
    }

    [Test]
    public void Canceled_GroupBody_ThrowsTheGroupsFault()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        test.Loop.Start(async () =>
        {
            await Delay(1);
            gate.SetResult();
        });
        var fault = Assert.Throws<ArgumentException>(() => test.Run(async () => await Group(async group =>
        {
            group.Start(async () =>
            {
                await NextFrame();
                throw new ArgumentException("the first");
            });
            await gate.Task;
            group.Start(() => Task.CompletedTask);
        })));
        Assert.That(fault!.Message, Is.EqualTo("the first"));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(Internals.FaultsToldAtOnce).And.All.Contains("the first"));
    }

    [Test]
    public void Canceled_ByATimeLimit_IsATimeout()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        Assert.That(
            () => test.Run(async () =>
            {
                CallLater(2, gate.SetResult);
                await WithTimeout(1, async _ => await StartAfter(gate.Task));
            }),
            Throws.InstanceOf<OperationTimeoutException>());
        Assert.That(test.Log.Errors, Has.Count.EqualTo(Internals.FaultsToldAtOnce).And.All.Contains("OperationTimeoutException"));
    }

    [Test]
    public void Misuse_OfAScopeThatClosedByItself_StaysAFault([Values] bool isCanceledToo)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var other = scope.CreateChild("other");
        var gate = new TaskCompletionSource();
        var task = scope.Start(async () => await StartAfter(gate.Task, other));
        other.Cancel();
        if (isCanceledToo)
        {
            scope.Cancel();
        }

        gate.SetResult();
        test.Step(2);
        Assert.That(test.Loop.Tasks.History().Single(each => each.Id == task.Id).State, Is.EqualTo(TaskState.Faulted));
        Assert.That(test.Log.Errors, Has.One.Contains("scope 'test/scope/other' is closing"));
    }

    // It has asked to go on for what it does there.
    [Test]
    public void Misuse_StartInAStretchOfCleanup_StaysAFault()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using var cleanup = Defer(5);
                await Delay(1);
                Start(() => Task.CompletedTask, "save");
            }
        });
        scope.Cancel();
        test.Advance(2);
        Assert.That(test.Log.Errors, Has.One.Contains("Task 'save' was not started"));
    }

    [Test]
    public void OtherFault_AfterARefusedStart_IsReportedOnce([Values] bool isShared)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new TaskCompletionSource();
        var task = scope.Start(async () =>
        {
            await gate.Task;
            try
            {
                Start(() => Task.CompletedTask);
            }
            catch (ScopeClosedException)
            {
                throw new ArgumentException("another fault");
            }
        });
        _ = isShared ? task.Task : null;
        CancelThenOpen(test, scope, gate);
        Assert.That(test.Log.Errors, Has.One.Contains("another fault"));
    }

    private static async Task StartAfter(Task gate, TaskScope? where = null)
    {
        await gate;
        (where ?? Scope).Start(() => Task.CompletedTask, "late");
    }

    private static void CancelThenOpen(TestLoop test, TaskScope scope, TaskCompletionSource gate)
    {
        test.Step();
        scope.Cancel();
        test.Step();
        gate.SetResult();
        test.Step(3);
    }

    private static void AssertCanceled(TestLoop test, GameTask task)
    {
        Assert.That(test.Loop.Tasks.History().Single(each => each.Id == task.Id).State, Is.EqualTo(TaskState.Canceled));
        Assert.That((string.Join('|', test.Log.Errors), test.Loop.Stats.Faults), Is.EqualTo(("", 0)));
    }
}
