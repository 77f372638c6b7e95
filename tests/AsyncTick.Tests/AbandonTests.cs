using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Giving up tasks whose code is about to be unloaded.</summary>
public sealed class AbandonTests
{
    [Test]
    public void Abandon_TaskThatSwallowsCancellation_NeverRunsAgain()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("old code");
        var steps = 0;
        scope.Start(
            async () =>
            {
                while (true)
                {
                    try
                    {
                        await NextFrame();
                    }
                    catch (OperationCanceledException)
                    {
                    }

                    steps++;
                }
            },
            "Stubborn");
        test.Step(3);

        scope.Cancel(CancelReason.Reload);
        var report = test.Loop.Drain(scope, maxFrames: 5);
        Assert.That(report.Survivors, Has.Count.EqualTo(1));

        var before = steps;
        Assert.That(scope.Abandon(), Is.EqualTo(1));
        test.Step(10);
        Assert.Multiple(() =>
        {
            Assert.That(steps, Is.EqualTo(before));
            Assert.That(test.Loop.Tasks.Count, Is.Zero);
            Assert.That(scope.State, Is.EqualTo(ScopeState.Closed));
            Assert.That(test.Log.Warnings, Has.Some.Contains("Stubborn"));
            Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Abandoned));
        });
    }

    [TestCase("delay")]
    [TestCase("frames")]
    [TestCase("until")]
    [TestCase("event")]
    [TestCase("outside")]
    [TestCase("yield")]
    public void Abandon_AnyWait_LeavesNothingThatResumes(string kind)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("old code");
        var other = test.Loop.RootScope.CreateChild("new code");
        var gate = new AsyncManualResetEvent();
        var outside = new TaskCompletionSource();
        var ran = false;
        scope.Start(async () =>
        {
            try
            {
                await Wait();
            }
            finally
            {
                ran = true;
            }
        });

        scope.Abandon();
        gate.Set();
        outside.SetResult();
        var frames = 0;
        other.Start(async () =>
        {
            for (; frames < 5; frames++)
            {
                await NextFrame();
            }
        });
        test.Advance(20);
        Assert.That((ran, frames, test.Loop.Tasks.Count), Is.EqualTo((false, 5, 0)));
        Assert.That(test.Log.Errors, Is.Empty);

        async Task Wait()
        {
            switch (kind)
            {
                case "delay":
                    await Delay(5);
                    break;
                case "frames":
                    await Frames(7);
                    break;
                case "until":
                    await Until(() => test.Now > 5);
                    break;
                case "event":
                    await gate.WaitAsync();
                    break;
                case "yield":
                    await Task.Yield();
                    break;
                default:
                    await outside.Task;
                    break;
            }
        }
    }

    [Test]
    public void Abandon_CodeLeftRunningByAnEndedTask_NeverRunsAgain()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("old code");
        var outside = new TaskCompletionSource();
        var ran = false;
        scope.Start(() =>
        {
            _ = LeftRunning();
            return Task.CompletedTask;
        });

        scope.Abandon();
        outside.SetResult();
        test.Advance(2);
        Assert.That(ran, Is.False);

        async Task LeftRunning()
        {
            await outside.Task;
            await Delay(1);
            ran = true;
        }
    }

    [Test]
    public void Abandon_TaskOnThePool_DoesNotComeBack()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("old code");
        using var gate = new ManualResetEventSlim();
        using var isBack = new ManualResetEventSlim();
        var ran = false;
        scope.Start(async () =>
        {
            await SwitchToThreadPool();
            gate.Wait();
            var back = SwitchToGameThread().GetAwaiter();
            back.OnCompleted(() => ran = true);
            isBack.Set();
        });

        scope.Abandon();
        gate.Set();
        Assert.That(isBack.Wait(TimeSpan.FromSeconds(15)));
        test.Step(5);
        Assert.That(ran, Is.False);
    }

    [Test]
    public void Abandon_FromInside_IsRefused()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("old code");
        InvalidOperationException? refused = null;
        scope.Start(async () =>
        {
            await NextFrame();
            refused = Assert.Throws<InvalidOperationException>(() => scope.Abandon());
        });
        test.Step(2);
        Assert.That(refused!.Message, Does.Contain("abandon itself"));
    }

    [Test]
    public void Drain_TaskThatCleansUpOverFrames_GetsThem()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("session");
        var cleaned = false;
        scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(1))
                {
                    await Frames(3);
                    cleaned = true;
                }
            }
        });
        scope.Cancel(CancelReason.SessionEnd);
        var report = test.Loop.Drain(scope);
        Assert.That((report.IsClean, cleaned), Is.EqualTo((true, true)));
    }
}
