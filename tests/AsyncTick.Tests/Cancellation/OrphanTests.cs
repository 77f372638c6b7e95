using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Code that a task started and left running when it ended: it belongs to the task's scope and ends with it.</summary>
public sealed class OrphanTests
{
    [Test]
    public void Orphan_TaskEnded_RunsOn()
    {
        using var test = new TestLoop();
        var steps = 0;
        async Task Orphan()
        {
            await Frames(2);
            steps++;
            await Delay(1);
            steps++;
        }

        test.Loop.Start(() =>
        {
            _ = Orphan();
            return Task.CompletedTask;
        });
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
        test.Step(2);
        test.Advance(1.1);
        Assert.That(steps, Is.EqualTo(2));
    }

    [Test]
    public void Orphan_ScopeCanceled_Ends()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var scope = test.Loop.RootScope.CreateChild("scope");
        async Task Orphan(string name, Func<Task> wait)
        {
            try
            {
                await wait();
                trace.Add("wrong:" + name);
            }
            catch (GameTaskCanceledException canceled)
            {
                trace.Add(name + canceled.Reason);
            }
        }

        scope.Start(() =>
        {
            _ = Orphan("a", async () => await Delay(5));
            _ = Orphan("b", async () => await Until(() => false));
            _ = Orphan("c", async () => await NextFrame());
            return Task.CompletedTask;
        });
        scope.Cancel(CancelReason.EndPlay);
        test.Step(2);
        Assert.That(trace.ToString().Split(' '), Is.EquivalentTo(new[] { "aEndPlay", "bEndPlay", "cEndPlay" }));
        Assert.That(test.Loop.Clocks.Real.PendingWaits, Is.Zero);
    }

    [Test]
    public void Orphan_WaitsAfterScopeCanceled_EndsToo()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var ends = 0;
        async Task Orphan()
        {
            for (var i = 0; i < 3; i++)
            {
                try
                {
                    await Delay(100);
                }
                catch (OperationCanceledException)
                {
                    ends++;
                }
            }
        }

        scope.Start(() =>
        {
            _ = Orphan();
            return Task.CompletedTask;
        });
        scope.Cancel();
        test.Step(5);
        Assert.That(ends, Is.EqualTo(3));
    }

    [Test]
    public void Orphan_OfAnotherScope_RunsOn()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var ran = false;
        async Task Orphan()
        {
            await Delay(1);
            ran = true;
        }

        test.Loop.Start(() =>
        {
            _ = Orphan();
            return Task.CompletedTask;
        });
        scope.Cancel();
        test.Step(1, 2);
        Assert.That(ran, Is.True);
    }

    [Test]
    public void Orphan_TaskCanceled_EndsWithTheTask([Values] bool orphanFirst)
    {
        using var test = new TestLoop();
        var trace = new Trace();
        async Task Inner()
        {
            try
            {
                await Delay(5);
                trace.Add("went on");
            }
            catch (GameTaskCanceledException canceled)
            {
                trace.Add("inner " + canceled.Reason);
            }
        }

        async Task Outer()
        {
            if (orphanFirst)
            {
                _ = Inner();
                await Delay(10);
                return;
            }

            var wait = Frames(1000);
            _ = Inner();
            await wait;
        }

        var task = test.Loop.Start(Outer);
        test.Step();
        task.Cancel(CancelReason.Timeout);
        test.Step(3);
        Assert.That((task.IsCompleted, trace.ToString()), Is.EqualTo((true, "inner Timeout")));
    }

    [Test]
    public void Orphan_OfCanceledTask_LaterWaitsEndToo()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var gate = new TaskCompletionSource();
        async Task Inner()
        {
            await gate.Task;
            try
            {
                await Delay(5);
                trace.Add("went on");
            }
            catch (OperationCanceledException)
            {
                trace.Add("ended");
            }
        }

        var task = test.Loop.Start(async () =>
        {
            _ = Inner();
            await Delay(10);
        });
        task.Cancel();
        test.Step(2);
        gate.SetResult();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("ended"));
    }

    [Test]
    public void Orphan_Fault_IsReportedWithItsTask()
    {
        using var test = new TestLoop();
        async void Orphan()
        {
            await NextFrame();
            throw new InvalidOperationException("left alone");
        }

        test.Loop.Start(() =>
        {
            Orphan();
            return Task.CompletedTask;
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("left alone"));
    }

    [Test]
    public void Orphan_Ended_LeavesNothingBehind()
    {
        using var test = new TestLoop();
        var held = StartOrphanWith(test);
        test.Step(5);
        AssertCollected(held, "the loop holds the code of an orphan that has ended");
    }

    [Test]
    public void Task_Ended_LeavesNothingBehind()
    {
        using var test = new TestLoop();
        var held = StartTasksWith(test);
        test.Step(5);
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
        AssertCollected(held, "the loop holds the code of a task that has ended");
    }

    [Test]
    public void Predicate_Threw_LeavesNothingBehind()
    {
        using var test = new TestLoop();
        var held = StartThrowingPredicate(test);
        test.Step(5);
        AssertCollected(held, "a pooled node holds the exception of a predicate");
    }

    private static void AssertCollected(WeakReference held, string message)
    {
        for (var i = 0; i < 5 && held.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(held.IsAlive, Is.False, message);
    }

    // The method's own task stands for its code: a script's holds the script's load context.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartOrphanWith(TestLoop test)
    {
        async Task Orphan()
        {
            await NextFrame();
            await Frames(2);
        }

        WeakReference? held = null;
        test.Loop.Start(() =>
        {
            held = new WeakReference(Orphan());
            return Task.CompletedTask;
        });
        return held!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartTasksWith(TestLoop test)
    {
        var held = new object();
        var gun = new AsyncManualResetEvent();
        async Task Inner()
        {
            await NextFrame();
            await Until(() => held is not null);
            await Until(held, static held => held is not null);
            await Task.Yield();
            await Delay(0);
            gun.Set();
            await gun.WaitAsync();
            await Task.WhenAll(Start(async () => await NextFrame()), Start(async () => await Delay(0)));
            GC.KeepAlive(held);
        }

        WeakReference? inner = null;
        for (var i = 0; i < 3; i++)
        {
            test.Loop.Start(async () =>
            {
                await NextFrame();
                var task = Inner();
                inner = new WeakReference(task);
                await task;
            });
        }

        test.Step(1);
        return inner!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartThrowingPredicate(TestLoop test)
    {
        var fault = new InvalidOperationException("in a predicate");
        test.Loop.Start(async () =>
        {
            var frame = test.Loop.FrameNumber;
            try
            {
                await Until(() => test.Loop.FrameNumber == frame ? false : throw fault);
            }
            catch (InvalidOperationException)
            {
            }
        });
        return new WeakReference(fault);
    }
}
