using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>Pooled methods as bodies of tracked tasks.</summary>
public sealed class PooledStartTests
{
    [Test]
    public void Start_Lambda_ChoosesByItsReturnType()
    {
        using var test = new TestLoop();
        var plain = test.Loop.Start(async () => await NextFrame());
        var pooled = test.Loop.Start(async PooledTask () => await NextFrame());
        var group = test.Loop.Start(Pooled);
        var call = test.Loop.Start(() => Pooled());
        var token = test.Loop.RootScope.Start(PooledWithToken);
        var result = test.Loop.Start(() => PooledResult(3));
        test.Step();
        foreach (var task in new[] { plain, pooled, group, call, token })
        {
            Assert.That(task.IsCompleted, Is.True);
        }

        Assert.That(result.Task.Result, Is.EqualTo(3));
        static async PooledTask Pooled() => await NextFrame();
        static async PooledTask PooledWithToken(CancellationToken token)
        {
            await NextFrame();
            token.ThrowIfCancellationRequested();
        }

        static async PooledTask<int> PooledResult(int result)
        {
            await NextFrame();
            return result;
        }
    }

    [Test]
    public void Start_Listed_WithNameWaitAndResumes()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(() => Patrol());
        test.Step(4);
        var row = test.Loop.Tasks.Snapshot().Single();
        Assert.That((row.Id, row.Name, row.State, row.Resumes), Is.EqualTo((task.Id, "Patrol()", TaskState.Waiting, 4L)));
        Assert.That((row.Wait.Kind, row.Wait.Site), Is.EqualTo((WaitKind.NextFrame, row.Wait.Site)));
        Assert.That(row.Wait.Site, Does.StartWith("PooledStartTests.cs:"));
        test.Loop.Tasks.Cancel(task.Id);
        test.Step();
        Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Canceled));
        static async PooledTask Patrol()
        {
            while (true)
            {
                await NextFrame();
            }
        }
    }

    [Test]
    public void Start_WaitsOutside_ListNamesTheAwait()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        test.Loop.Start(async PooledTask () => await Outer(gate.Task), "body");
        test.Loop.Start(async () => await Outer(gate.Task), "called");
        foreach (var row in test.Loop.Tasks.Snapshot())
        {
#if RUNTIME_ASYNC
            // What such a method awaits is not in a field that has a name: the line is that of the outermost.
            var where = row.Name == "called" ? ", in lambda" : ", in Inner";
#else
            var where = ", in Inner";
#endif
            Assert.That(row.Wait.Description, Is.EqualTo(Internals.AreOn ? "code outside the loop" + where : "code outside the loop"), row.Name);
            Assert.That(row.Wait.Site, Does.StartWith(Internals.AreOn ? "PooledStartTests.cs:" : ""));
        }

        gate.SetResult();
        test.Step();
        static async PooledTask Outer(Task gate) => await Inner(gate);
        static async PooledTask Inner(Task gate) => await gate;
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Start_ManyYields_TakeOneFrameEach(bool own)
    {
        using var test = new TestLoop();
        var frames = new List<long>();
        test.Loop.Start(own ? Yields : async PooledTask () => await Yields());
        test.Step(4);
        Assert.That(frames, Is.EqualTo(new long[] { 0, 1, 2, 3 }));
        async PooledTask Yields()
        {
            for (var i = 0; i < 4; i++)
            {
                frames.Add(Loop.FrameNumber);
                await Task.Yield();
            }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Handle_AwaitedByTwo_TellsBoth(bool afterItsEnd)
    {
        using var test = new TestLoop();
        var seen = 0;
        var task = test.Loop.Start(async PooledTask () => await Frames(3));
        test.Step(afterItsEnd ? 5 : 1);
        for (var i = 0; i < 2; i++)
        {
            test.Loop.Start(async () =>
            {
                await task;
                seen++;
            });
        }

        test.Step(5);
        Assert.That((seen, task.IsCompleted), Is.EqualTo((2, true)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Handle_Fault_GoesToWhoeverAwaits(bool afterItsEnd)
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async PooledTask () =>
        {
            await Frames(afterItsEnd ? 1 : 4);
            throw new InvalidOperationException("pooled fault");
        });
        Exception? seen = null;
        test.Loop.Start(async () =>
        {
            await Frames(afterItsEnd ? 2 : 1);
            try
            {
                await task;
            }
            catch (InvalidOperationException fault)
            {
                seen = fault;
            }
        });
        test.Step(6);
        Assert.That(seen?.Message, Is.EqualTo("pooled fault"));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(afterItsEnd ? 1 : 0));
    }

    [Test]
    public void Handle_Task_IsTheSameBeforeAndAfterAFailure()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async PooledTask () =>
        {
            await NextFrame();
            throw new InvalidOperationException("pooled fault");
        });
        var before = task.Task;
        test.Step();
        Assert.That(task.Task, Is.SameAs(before));
        Assert.That(before.Exception!.InnerException!.Message, Is.EqualTo("pooled fault"));
    }

    [Test]
    public void Handle_AwaitedFromAnotherThread_Ends()
    {
        using var test = new TestLoop();
        var good = test.Loop.Start(async PooledTask () => await Frames(3));
        var bad = test.Loop.Start(async PooledTask () =>
        {
            await Frames(3);
            throw new InvalidOperationException("taken elsewhere");
        });
        var asked = new ManualResetEventSlim();
        Exception? seen = null;
        var thread = FromThread.Begin(() =>
        {
            Task first = good;
            var second = bad.GetAwaiter();
            asked.Set();
            first.Wait(TimeSpan.FromSeconds(20));
            try
            {
                second.GetResult();
            }
            catch (InvalidOperationException fault)
            {
                seen = fault;
            }
        });
        asked.Wait(TimeSpan.FromSeconds(20));
        test.PumpUntil(() => !thread.Thread.IsAlive);
        FromThread.Join(thread);
        Assert.That((good.IsCompleted, seen?.Message, test.Log.Errors.Count), Is.EqualTo((true, "taken elsewhere", 0)));
    }

    [Test]
    public void Context_HeldAfterTheEnd_NeverPostsIntoALaterTask()
    {
        using var test = new TestLoop();
        SynchronizationContext? held = null;
        var first = test.Loop.Start(async PooledTask () =>
        {
            held = SynchronizationContext.Current;
            await NextFrame();
        });
        test.Step();
        var later = test.Loop.Start(async PooledTask () => await Frames(3));
        var seen = 0;
        held!.Post(_ => seen = TaskId, null);
        test.Step();
        Assert.That((seen, later.IsCompleted), Is.EqualTo((first.Id, false)));
        test.Step(3);
    }

    [Test]
    public void Scope_Ends_EndsPooledTasks()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("raid");
        var cleaned = 0;
        for (var i = 0; i < 10; i++)
        {
            scope.Start(async PooledTask () =>
            {
                try
                {
                    await Sub();
                }
                finally
                {
                    cleaned++;
                }
            });
        }

        test.Step(2);
        scope.Cancel();
        test.Step(2);
        Assert.That((cleaned, scope.State), Is.EqualTo((10, ScopeState.Closed)));
        static async PooledTask Sub() => await Delay(double.PositiveInfinity);
    }

    [Test]
    public void Scope_Abandoned_NeverRunsThemAgain()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("reload");
        var gate = new TaskCompletionSource();
        var went = 0;
        var task = scope.Start(async PooledTask () =>
        {
            await gate.Task;
            went++;
        }, "held");
        test.Step();
        Assert.That(scope.Abandon(), Is.EqualTo(1));
        gate.SetResult();
        test.Step(3);
        Assert.That((went, task.IsCompleted, task.Task.IsCompleted, test.Loop.Tasks.Count), Is.EqualTo((0, false, false, 0)));
    }

    [Test]
    public void Scope_Paused_HoldsThemBack()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("paused");
        var steps = 0;
        scope.Start(async PooledTask () =>
        {
            while (steps < 3)
            {
                await NextFrame();
                steps++;
            }
        });
        test.Step();
        scope.Pause();
        test.Step(5);
        Assert.That(steps, Is.EqualTo(1));
        scope.Resume();
        test.Step(3);
        Assert.That(steps, Is.EqualTo(3));
    }

    [Test]
    public void Locks_AndEvents_Work()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var inside = 0;
        var most = 0;
        for (var i = 0; i < 5; i++)
        {
            test.Loop.Start(async PooledTask () =>
            {
                using (await gate.LockAsync())
                {
                    most = Math.Max(most, ++inside);
                    await NextFrame();
                    inside--;
                }
            });
        }

        test.Step(10);
        Assert.That((most, test.Loop.Tasks.Count), Is.EqualTo((1, 0)));
    }
}
