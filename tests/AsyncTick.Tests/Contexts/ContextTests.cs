using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The context is the task: what is current where, and what comes back to which task.</summary>
public sealed class ContextTests
{
    [Test]
    public void Host_AfterPumpAndStart_HasItsOwnContextBack()
    {
        using var test = new TestLoop();
        var own = new SynchronizationContext();
        var previous = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(own);
            test.Loop.Start(async () => await NextFrame());
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            test.Loop.Post(() => SynchronizationContext.SetSynchronizationContext(null));
            test.Loop.Post(() => throw new InvalidOperationException("x"));
            test.Step();
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            test.Step();
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    [Test]
    public void Step_AfterOneThatChangedTheContext_HasItsOwn()
    {
        using var test = new TestLoop();
        SynchronizationContext? seen = null;
        test.Loop.Post(() => SynchronizationContext.SetSynchronizationContext(null));
        test.Loop.Post(() => seen = SynchronizationContext.Current);
        test.Step();
        Assert.That(seen, Is.InstanceOf<TaskContext>());
    }

    [Test]
    public void Start_Nested_RestoresTheStartersContext()
    {
        using var test = new TestLoop();
        var ids = new List<int>();
        test.Loop.Start(async () =>
        {
            ids.Add(TaskId);
            Start(async () =>
            {
                ids.Add(TaskId);
                await NextFrame();
                ids.Add(TaskId);
            });
            ids.Add(TaskId);
            await NextFrame();
            ids.Add(TaskId);
        });
        test.Step();
        Assert.That(ids, Is.EqualTo([1, 2, 1, 2, 1]));
    }

    [Test]
    public void Start_Nested_KnowsItsParent()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            Start(async () => await NextFrame());
            await NextFrame();
        });
        Assert.That(test.Loop.Tasks.Snapshot().Select(task => (task.Id, task.ParentId)), Is.EqualTo([(1, 0), (2, 1)]));
        test.Step();
    }

    [Test]
    public void Start_InAnotherScope_RunsItsCodeThere()
    {
        using var test = new TestLoop();
        var other = test.Loop.RootScope.CreateChild("other");
        var paths = new List<string>();
        test.Loop.Start(async () =>
        {
            await other.Start(async () =>
            {
                paths.Add(Scope.Path);
                await NextFrame();
                paths.Add(Scope.Path);
            });
            paths.Add(Scope.Path);
        });
        test.Step();
        Assert.That(paths, Is.EqualTo(["test/other", "test/other", "test"]));
    }

    [Test]
    public void PlainAwait_InATask_ComesBackToThatTask()
    {
        using var test = new TestLoop();
        var ids = new List<int>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 2; i++)
        {
            test.Loop.Start(async () =>
            {
                await gate.Task;
                ids.Add(TaskId);
                await Task.Run(() => { });
                ids.Add(TaskId);
            });
        }

        gate.SetResult();
        test.PumpUntil(() => ids.Count == 4);
        Assert.That(ids, Is.EquivalentTo([1, 1, 2, 2]));
    }

    [Test]
    public void Async_OutsideATask_SaysWhatToDo()
    {
        Assert.That(() => NextFrame(), Throws.InvalidOperationException.With.Message.Contains("loop.Start"));
        Assert.That(() => Async.Loop, Throws.InvalidOperationException);
        Assert.That(() => SwitchToGameThread(), Throws.InvalidOperationException.With.Message.Contains("SwitchToThreadPool"));
    }

    [Test]
    public void Async_OnThePool_SaysWhatToDo()
    {
        using var test = new TestLoop();
        var message = "";
        test.Run(async () =>
        {
            await SwitchToThreadPool();
            try
            {
                await NextFrame();
            }
            catch (InvalidOperationException fault)
            {
                message = fault.Message;
            }

            await SwitchToGameThread();
        });
        Assert.That(message, Does.Contain("SwitchToGameThread"));
    }

    [Test]
    public void ThreadPool_ThereAndBack_ChangesThreadsAndKeepsTheTask()
    {
        using var test = new TestLoop();
        var threads = new List<bool>();
        var ids = new List<int>();
        test.Run(async () =>
        {
            ids.Add(TaskId);
            await SwitchToThreadPool();
            threads.Add(test.Loop.IsOnLoopThread);
            await Task.Yield();
            threads.Add(test.Loop.IsOnLoopThread);
            await SwitchToThreadPool();
            threads.Add(test.Loop.IsOnLoopThread);
            await SwitchToGameThread();
            threads.Add(test.Loop.IsOnLoopThread);
            await SwitchToGameThread();
            ids.Add(TaskId);
        });
        Assert.That((threads, ids[1]), Is.EqualTo((new List<bool> { false, false, false, true }, ids[0])));
    }

    [Test]
    public void ThreadPool_TaskEndsThere_IsSeenToEnd()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await SwitchToThreadPool());
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void ThreadPool_TaskFailsThere_IsLogged()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await SwitchToThreadPool();
            throw new InvalidOperationException("on the pool");
        });
        test.PumpUntil(() => test.Log.Errors.Count > 0);
        Assert.That(test.Log.Errors, Has.One.Contains("on the pool"));
    }

    [Test]
    public void ThreadPool_AsyncVoidFailsThere_IsLogged()
    {
        using var test = new TestLoop();
        async void Strayed()
        {
            await SwitchToThreadPool();
            throw new InvalidOperationException("void on the pool");
        }

        test.Loop.Start(() =>
        {
            Strayed();
            return Task.CompletedTask;
        });
        test.PumpUntil(() => test.Log.Errors.Count > 0);
        Assert.That(test.Log.Errors, Has.One.Contains("void on the pool"));
    }

    [Test]
    public void ThreadPool_CanceledMeanwhile_EndsOnTheWayBack()
    {
        using var test = new TestLoop();
        using var arrived = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var task = test.Loop.Start(async () =>
        {
            await SwitchToThreadPool();
            arrived.Set();
            leave.Wait(TimeSpan.FromSeconds(20));
            await SwitchToGameThread();
        });
        arrived.Wait(TimeSpan.FromSeconds(20));
        task.Cancel();
        leave.Set();
        test.PumpUntil(() => task.IsCompleted);
        test.Step();
        Assert.That((task.Task.IsCanceled, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void ConfigureAwaitFalse_LeavesTheTask_AndSaysSo()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            await NextFrame();
        });
        test.PumpUntil(() => test.Loop.Tasks.Count == 0 && task.IsCompleted);

        // It may have gone on at once, when the work was over before it was awaited.
        Assert.That(task.Exception?.InnerException?.Message ?? "ConfigureAwait(false)", Does.Contain("ConfigureAwait(false)"));
        test.Step();
    }

    [Test]
    public void Context_OfAnEndedTask_StillPosts()
    {
        using var test = new TestLoop();
        SynchronizationContext? context = null;
        var ran = 0;
        test.Loop.Start(() =>
        {
            context = SynchronizationContext.Current;
            return Task.CompletedTask;
        });
        context!.Post(_ => ran++, null);
        FromThread.Run(() => context.Post(_ => ran++, null));
        test.Step();
        Assert.That(ran, Is.EqualTo(2));
    }

    [Test]
    public void Context_Post_HandsItsStateOn([Values] bool hasState)
    {
        using var test = new TestLoop();
        object? state = hasState ? "state" : null;
        object? seen = "nothing";
        test.Loop.Start(() =>
        {
            SynchronizationContext.Current!.Post(given => seen = given, state);
            return Task.CompletedTask;
        });
        test.Step();
        Assert.That(seen, Is.SameAs(state));
    }

    [Test]
    public void Context_Copy_IsItself()
    {
        using var test = new TestLoop();
        test.Loop.Start(() =>
        {
            Assert.That(SynchronizationContext.Current!.CreateCopy(), Is.SameAs(SynchronizationContext.Current));
            return Task.CompletedTask;
        });
        test.Step();
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Loop_UsedFromAnotherThread_SaysWhatToDo()
    {
        using var test = new TestLoop();
        FromThread.Run(() =>
        {
            Assert.That(() => test.Loop.Start(() => Task.CompletedTask), Throws.InvalidOperationException.With.Message.Contains("Post"));
            Assert.That(() => test.Loop.Tasks.Snapshot(), Throws.InvalidOperationException);
            Assert.That(() => test.Loop.RootScope.CreateChild("x"), Throws.InvalidOperationException);
            Assert.That(() => test.Loop.Dispose(), Throws.InvalidOperationException);
        });
    }
}
