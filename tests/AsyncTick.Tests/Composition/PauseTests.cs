using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class PauseTests
{
    [Test]
    public void Pause_FrameLoop_StopsAndGoesOn()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var steps = 0;
        scope.Start(async () =>
        {
            while (true)
            {
                steps++;
                await NextFrame();
            }
        });
        test.Step(100);
        Assert.That(steps, Is.EqualTo(101));
        scope.Pause();
        test.Step(50);
        Assert.That(steps, Is.EqualTo(101));
        Assert.That(test.Loop.Tasks.Snapshot()[0].State, Is.EqualTo(TaskState.Paused));
        Assert.That(TaskTable.Format(test.Loop.Tasks.Snapshot()), Does.Contain("next frame at PauseTests.cs:"), "what it waits on all the same");
        Assert.That(test.Step(), Is.EqualTo(PumpResult.Idle), "a paused scope leaves nothing to do");
        scope.Resume();
        test.Step(10);
        Assert.That(steps, Is.EqualTo(111));
        scope.Cancel();
        test.Step();
    }

    [Test]
    public void Pause_DelaysRunOn_DeliveredInOrderOnResume()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var order = new List<string>();
        scope.Start(() => After(3, "third"));
        scope.Start(() => After(1, "first"));
        scope.Start(() => After(2, "second"));
        scope.Pause();
        test.Advance(10);
        Assert.That(order, Is.Empty);
        scope.Resume();
        test.Step();
        Assert.That(order, Is.EqualTo(["first", "second", "third"]));

        async Task After(double seconds, string what)
        {
            await Delay(seconds);
            order.Add(what);
        }
    }

    [Test]
    public void Pause_OtherScopes_AreNotTouched()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Pause();
        var ran = false;
        test.Run(async () =>
        {
            await NextFrame();
            ran = true;
        });
        Assert.That(ran);
    }

    [Test]
    public void Pause_Canceled_TaskEndsAllTheSame()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var cleaned = 0;
        for (var i = 0; i < 3; i++)
        {
            scope.Start(async () =>
            {
                try
                {
                    await NextFrame();
                    await Delay(100);
                }
                finally
                {
                    cleaned++;
                }
            });
        }

        scope.Pause();
        test.Step(2);
        test.Loop.Tasks.Cancel(1);
        test.Step();
        Assert.That(cleaned, Is.EqualTo(1));
        scope.Cancel();
        test.Step(2);
        Assert.That((cleaned, scope.State), Is.EqualTo((3, ScopeState.Closed)));
    }

    [Test]
    public void Pause_InsidePausedScope_NeedsBothResumes()
    {
        using var test = new TestLoop();
        var outer = test.Loop.RootScope.CreateChild("outer");
        var inner = outer.CreateChild("inner");
        var steps = 0;
        inner.Start(async () =>
        {
            await NextFrame();
            steps++;
        });
        outer.Pause();
        inner.Pause();
        outer.Resume();
        test.Step(3);
        Assert.That((steps, inner.IsPaused), Is.EqualTo((0, true)));
        inner.Resume();
        test.Step();
        Assert.That(steps, Is.EqualTo(1));
    }

    [Test]
    public void Pause_StartedInside_WaitsAfterItsFirstStep()
    {
        using var test = new TestLoop();
        var outer = test.Loop.RootScope.CreateChild("outer");
        outer.Pause();
        var child = outer.CreateChild("child");
        var order = new List<string>();
        child.Start(async () =>
        {
            order.Add("first step");
            await NextFrame();
            order.Add("second step");
        });
        test.Step(3);
        Assert.That(order, Is.EqualTo(["first step"]));
        outer.Resume();
        test.Step();
        Assert.That(order, Has.Count.EqualTo(2));
    }

    [Test]
    public void Pause_EveryKindOfWait_IsHeldBackAndDelivered()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var gate = new AsyncManualResetEvent();
        var outside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pool = new TaskCompletionSource();
        var done = new HashSet<string>();
        scope.Start(() => Note("event", async () => await gate.WaitAsync()));
        scope.Start(() => Note("until", async () => await Until(() => gate.IsSet)));
        scope.Start(() => Note("yield", async () => await Task.Yield()));
        scope.Start(() => Note("outside", () => outside.Task));
        scope.Start(() => Note("post from a thread", () => pool.Task));
        scope.Pause();
        gate.Set();
        outside.SetResult();
        var thread = new Thread(pool.SetResult);
        thread.Start();
        thread.Join();
        test.Step(3);
        Assert.That(done, Is.Empty);
        scope.Resume();
        test.Step(2);
        Assert.That(done, Is.EquivalentTo(new[] { "event", "until", "yield", "outside", "post from a thread" }));

        async Task Note(string what, Func<Task> wait)
        {
            await wait();
            done.Add(what);
        }
    }

    [Test]
    public void Pause_RootThenShutdown_Drains()
    {
        var test = new TestLoop();
        test.Loop.Start(async () => await Delay(100));
        test.Loop.RootScope.Pause();
        test.Step();
        Assert.That(test.Loop.Shutdown().IsClean);
        test.Dispose();
    }
}
