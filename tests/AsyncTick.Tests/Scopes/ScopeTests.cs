using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Scopes as a tree: what is below ends with what is above.</summary>
public sealed class ScopeTests
{
    [Test]
    public void Tree_Canceled_EndsEverythingBelowInOrderOfStart()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var world = test.Loop.RootScope.CreateChild("world");
        var actor = world.CreateChild("actor");
        var component = actor.CreateChild("component");
        var other = test.Loop.RootScope.CreateChild("other");
        GameTask Start(TaskScope scope, string name) => scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException canceled)
            {
                trace.Add(name + ":" + canceled.Reason);
            }
        });

        Start(world, "w1");
        Start(world, "w2");
        Start(actor, "a1");
        Start(component, "c1");
        var survivor = Start(other, "o");
        world.Cancel(CancelReason.EndPlay);
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("w1:EndPlay w2:EndPlay a1:EndPlay c1:EndPlay"));
        Assert.That((survivor.IsCompleted, component.CancelReason, component.State), Is.EqualTo((false, CancelReason.EndPlay, ScopeState.Closed)));
        other.Cancel();
        test.Step();
    }

    [Test]
    public void Scope_Closing_RefusesNewTasksByName()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("Door");
        scope.Cancel(CancelReason.Reload);
        var refusal = Assert.Throws<ScopeClosedException>(() => scope.Start(() => Task.CompletedTask, "open"));
        Assert.That((refusal!.ScopeName, refusal.Reason), Is.EqualTo(("test/Door", CancelReason.Reload)));
        Assert.That(refusal.Message, Does.Contain("'open'").And.Contain("outlives"));
        Assert.That(() => scope.CreateChild("x"), Throws.InstanceOf<ScopeClosedException>());
        Assert.That(test.Loop.Tasks.EndedCount, Is.Zero);
    }

    [Test]
    public void Scope_ChildOfAClosingOne_RefusesToo()
    {
        using var test = new TestLoop();
        var parent = test.Loop.RootScope.CreateChild("parent");
        var child = parent.CreateChild("child");
        parent.Cancel();
        Assert.That(() => child.Start(() => Task.CompletedTask), Throws.InstanceOf<ScopeClosedException>());
    }

    [Test]
    public void Scope_StartInACanceledTasksFinally_IsRefusedAndFinallyGoesOn()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var ran = false;
        scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                Assert.That(() => Start(() => Task.CompletedTask), Throws.InstanceOf<ScopeClosedException>());
                ran = true;
            }
        });
        scope.Cancel();
        test.Step();
        Assert.That((ran, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void State_OverItsLife_IsOpenClosingClosed()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var states = new List<ScopeState> { scope.State };
        var gate = new TaskCompletionSource();
        scope.Start(async () => await gate.Task);
        states.Add(scope.State);
        scope.Cancel();
        states.Add(scope.State);
        gate.SetResult();
        test.Step();
        states.Add(scope.State);
        Assert.That(states, Is.EqualTo([ScopeState.Open, ScopeState.Open, ScopeState.Closing, ScopeState.Closed]));
    }

    [Test]
    public void Cancel_WithNoReason_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Loop.RootScope.Cancel(CancelReason.None), Throws.ArgumentException);
    }

    [Test]
    public void Cancel_Again_KeepsTheFirstReason()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Cancel(CancelReason.EndPlay);
        scope.Cancel(CancelReason.User);
        Assert.That(scope.CancelReason, Is.EqualTo(CancelReason.EndPlay));
    }

    [Test]
    public void Cancel_ByATaskOfTheScope_EndsItAtItsNextWait()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var trace = new Trace();
        scope.Start(async () =>
        {
            await NextFrame();
            Scope.Cancel();
            trace.Add("still here");
            await NextFrame();
            trace.Add("not here");
        });
        test.Step(3);
        Assert.That((trace.ToString(), scope.State), Is.EqualTo(("still here", ScopeState.Closed)));
    }

    [Test]
    public void Children_Closed_LeaveTheList()
    {
        using var test = new TestLoop();
        var parent = test.Loop.RootScope.CreateChild("parent");
        var child = parent.CreateChild("child");
        var grandchild = child.CreateChild("grandchild");
        var gate = new TaskCompletionSource();
        parent.Start(async () => await gate.Task);
        grandchild.Start(async () => await Delay(100));
        child.Cancel();
        Assert.That(parent.Children, Is.EqualTo([child]));
        test.Step();
        Assert.That(parent.Children, Is.Empty);
        gate.SetResult();
        test.Step();
    }

    [Test]
    public void Children_EmptyWhenTheParentIsCanceled_LeaveTheList()
    {
        using var test = new TestLoop();
        var parent = test.Loop.RootScope.CreateChild("parent");
        parent.CreateChild("empty").CreateChild("empty too");
        var gate = new TaskCompletionSource();
        parent.Start(async () => await gate.Task);
        parent.Cancel();
        Assert.That(parent.Children, Is.Empty);
        gate.SetResult();
        test.Step();
        Assert.That(test.Loop.RootScope.Children, Is.Empty);
    }

    [Test]
    public void TokenCallback_CancelsASibling_TheRestIsCanceledAllTheSame()
    {
        using var test = new TestLoop();
        var parent = test.Loop.RootScope.CreateChild("parent");
        var first = parent.CreateChild("first");
        var sibling = parent.CreateChild("sibling");
        var last = parent.CreateChild("last");
        first.Token.Register(() => sibling.Cancel());
        parent.Token.Register(() => sibling.Cancel());
        var task = last.Start(async () => await Delay(100));
        parent.Cancel();
        test.Step();
        Assert.That((task.IsCompleted, parent.State, test.Log.Errors.Count), Is.EqualTo((true, ScopeState.Closed, 0)));
    }

    [Test]
    public void TokenCallback_ClosesAnotherBranch_TheRestIsCanceledAllTheSame()
    {
        using var test = new TestLoop();
        var parent = test.Loop.RootScope.CreateChild("parent");
        var kept = test.Loop.RootScope.CreateChild("kept");
        var first = parent.CreateChild("first");
        first.Token.Register(() => kept.Cancel());
        var last = parent.CreateChild("last");
        var task = last.Start(async () => await Delay(100));
        test.Loop.RootScope.CancelTasks();
        test.Loop.RootScope.Cancel(CancelReason.Shutdown);
        test.Step();
        Assert.That((task.IsCompleted, test.Loop.RootScope.State), Is.EqualTo((true, ScopeState.Closed)));
    }

    [Test]
    public void Token_OfATaskAndItsScope_AreCanceled()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        CancellationToken own = default;
        Task? endless = null;
        scope.Start(async token =>
        {
            own = token;
            Assert.That(Token, Is.EqualTo(token));
            endless = Task.Delay(Timeout.Infinite, token);
            await endless;
        });
        var token = scope.Token;
        Assert.That((own.IsCancellationRequested, token.IsCancellationRequested), Is.EqualTo((false, false)));
        scope.Cancel();
        Assert.That((own.IsCancellationRequested, token.IsCancellationRequested), Is.EqualTo((true, true)));
        test.Step();
        Assert.That((test.Loop.Tasks.Count, test.Log.Errors.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Token_AskedForAfterTheCancellation_IsCanceled()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Cancel();
        Assert.That(scope.Token.IsCancellationRequested, Is.True);
    }

    [Test]
    public void CancelTasks_LeavesTheScopeOpen()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var task = scope.Start(async () => await Delay(100));
        scope.CancelTasks();
        var next = scope.Start(async () => await NextFrame());
        test.Step();
        Assert.That((task.Task.IsCanceled, next.Task.IsCompletedSuccessfully, scope.State), Is.EqualTo((true, true, ScopeState.Open)));
    }

    [Test]
    public void CancelTasks_OfManyOverSeveralFrames_SparesThoseThatStartMeanwhile()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0));
        var scope = test.Loop.RootScope.CreateChild("scope");
        for (var i = 0; i < 2000; i++)
        {
            scope.Start(async () => await Delay(1000));
        }

        scope.CancelTasks();
        var next = scope.Start(async () => await Delay(1000), "next");
        test.RunUntilIdle(10_000);
        Assert.That(test.Loop.Tasks.Snapshot().Select(task => task.Name), Is.EqualTo(["next"]));
        next.Cancel();
        test.Step(2);
    }

    [Test]
    public void Path_OfANestedScope_IsNamesWithSlashes()
    {
        using var test = new TestLoop();
        Assert.That(test.Loop.RootScope.CreateChild("a").CreateChild("b").ToString(), Is.EqualTo("test/a/b"));
    }

    [Test]
    public void Scopes_TenThousandEmptyOnes_CostATasksEndNothing()
    {
        using var test = new TestLoop();
        var world = test.Loop.RootScope.CreateChild("world");
        var actors = Enumerable.Range(0, 10_000).Select(number => world.CreateChild("actor" + number)).ToArray();
        var busy = System.Diagnostics.Stopwatch.StartNew();
        foreach (var actor in actors)
        {
            actor.Start(async () => await NextFrame());
        }

        test.Step();
        foreach (var actor in actors)
        {
            actor.Start(() => Task.CompletedTask);
        }

        // Quadratic it was ten seconds and more; linear it is milliseconds. The bound leaves room for a slow machine.
        Assert.That(busy.Elapsed.TotalSeconds, Is.LessThan(3));
        Assert.That((world.IsEmpty, test.Loop.Tasks.EndedCount), Is.EqualTo((true, 20_000)));
    }
}
