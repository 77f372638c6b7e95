using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

public sealed class AsyncLockTests
{
    [Test]
    public void Lock_Contended_IsHandedOverInOrderWithinOneFrame()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("db");
        var order = new List<int>();
        for (var i = 0; i < 50; i++)
        {
            var id = i;
            test.Loop.Start(async () =>
            {
                using (await gate.LockAsync())
                {
                    order.Add(id);
                    if (id == 0)
                    {
                        await NextFrame();
                    }
                }
            });
        }

        test.Step();
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(gate.IsHeld, Is.False);
    }

    [Test]
    public void Lock_HeldAndWaitedFor_BothShowInTheList()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("db");
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(Hold, "Save");
        scope.Start(Hold, "Load");
        test.Advance(1);
        var rows = test.Loop.Tasks.Snapshot();
        Assert.That(rows[0].Holds, Does.StartWith("lock 'db' since AsyncLockTests.cs:"));
        Assert.That(rows[1].Wait.Kind, Is.EqualTo(WaitKind.Lock));
        Assert.That(rows[1].Wait.ToString(), Does.StartWith("lock 'db', held by task #1 'Save' for 1.0 s since AsyncLockTests.cs:").And.Contain(", awaited at AsyncLockTests.cs:"));
        Assert.That(test.Table(), Does.Contain("holds lock 'db'"));
        Assert.That(gate.WaiterIds, Is.EqualTo([2]));
        scope.Cancel();
        test.Step(2);

        async Task Hold()
        {
            using (await gate.LockAsync())
            {
                await Delay(100);
            }
        }
    }

    [Test]
    public void Lock_WaiterCanceled_LeavesTheLine()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var open = new AsyncManualResetEvent();
        var order = new List<string>();
        test.Loop.Start(() => Enter("holder"));
        var victim = test.Loop.Start(() => Enter("victim"));
        test.Loop.Start(() => Enter("last"));
        test.Step();
        victim.Cancel();
        test.Step();
        Assert.That(((Task)victim).IsCanceled);
        open.Set();
        test.Step(2);
        Assert.That(order, Is.EqualTo(["holder", "last"]));
        Assert.That(gate.IsHeld, Is.False);

        async Task Enter(string name)
        {
            using (await gate.LockAsync())
            {
                order.Add(name);
                await open.WaitAsync();
            }
        }
    }

    [Test]
    public void Lock_WaiterCanceledAfterHandOver_NextOneGetsIt()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var order = new List<string>();
        GameTask victim = default;
        test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                await NextFrame();
            }

            victim.Cancel();
        });
        victim = test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                order.Add("victim");
            }
        });
        test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                order.Add("last");
            }
        });
        test.Step(2);
        Assert.That(order, Is.EqualTo(["last"]));
        Assert.That(gate.IsHeld, Is.False);
    }

    [Test]
    public void Lock_Uncontended_AllocatesNothing()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        long allocated = -1;
        test.Run(async () =>
        {
            await Use(gate);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                using (await gate.LockAsync())
                {
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.That(allocated, Is.Zero);

        static async Task Use(AsyncLock gate)
        {
            using (await gate.LockAsync())
            {
            }
        }
    }

    [Test]
    public void Lock_Contended_AllocatesNothingInSteadyState()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var scope = test.Loop.RootScope.CreateChild("scope");
        for (var i = 0; i < 4; i++)
        {
            scope.Start(async () =>
            {
                while (true)
                {
                    using (await gate.LockAsync())
                    {
                        await NextFrame();
                    }
                }
            });
        }

        test.Step(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        test.Step(500);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThanOrEqualTo(Allocation.OfRuntime(1000)));
        scope.Cancel();
        test.Step(2);
        Assert.That(gate.IsHeld, Is.False);
    }

    [Test]
    public void Lock_DisposedTwice_SecondDoesNothing()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        test.Run(async () =>
        {
            var hold = await gate.LockAsync();
            hold.Dispose();
            using (await gate.LockAsync())
            {
                hold.Dispose();
                Assert.That(gate.IsHeld);
            }
        });
    }

    [Test]
    public void Lock_ReleasedOnThePool_IsFreeAfterwards()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        test.Run(async () =>
        {
            using (await gate.LockAsync())
            {
                await SwitchToThreadPool();
            }

            await SwitchToGameThread();
            using (await gate.LockAsync())
            {
            }
        });
        Assert.That(gate.IsHeld, Is.False);
    }

    [Test]
    public void Lock_TaskEndsWithoutReleasing_IsNamed()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("db");
        test.Run(async () => await gate.LockAsync());
        Assert.That(test.Log.Warnings.Single(), Does.Contain("lock 'db'").And.Contain("AsyncLockTests.cs:"));
    }

    [Test]
    public void TryLock_Held_GivesUp()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        test.Run(async () =>
        {
            using (await gate.LockAsync())
            {
                Assert.That(gate.TryLock(out _), Is.False);
            }

            Assert.That(gate.TryLock(out var hold));
            hold.Dispose();
            Assert.That(gate.IsHeld, Is.False);
        });
    }

    [Test]
    public void Lock_FreeInACanceledTask_IsTakenByNeitherUnlessTheCancellationIsDeferred()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        List<object> seen = [];
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Delay(10);
            }
            finally
            {
                seen.Add(gate.TryLock(out _));
                try
                {
                    await gate.LockAsync();
                }
                catch (OperationCanceledException)
                {
                    seen.Add("refused");
                }

                using (Defer(1))
                {
                    seen.Add(gate.TryLock(out var hold));
                    hold.Dispose();
                }
            }
        });
        task.Cancel();
        test.Step(2);
        Assert.That(seen, Is.EqualTo(new object[] { false, "refused", true }));
        Assert.That(gate.IsHeld, Is.False);
    }

    [Test]
    public void Lock_OtherLoop_IsRefused()
    {
        using var test = new TestLoop();
        using var other = new TestLoop(new GameLoopOptions { Name = "other" });
        var gate = new AsyncLock("db");
        test.Run(async () => (await gate.LockAsync()).Dispose());
        Assert.That(() => other.Run(async () => (await gate.LockAsync()).Dispose()), Throws.InvalidOperationException.With.Message.Contains("loop 'other'"));
    }

    [Test]
    public void TryLock_OtherLoop_IsRefused()
    {
        using var test = new TestLoop();
        using var other = new TestLoop(new GameLoopOptions { Name = "other" });
        var gate = new AsyncLock("db");
        test.Run(async () => (await gate.LockAsync()).Dispose());
        Assert.That(
            () => other.Run(() =>
            {
                gate.TryLock(out _);
                return Task.CompletedTask;
            }),
            Throws.InvalidOperationException.With.Message.Contains("loop 'other'"));
    }
}
