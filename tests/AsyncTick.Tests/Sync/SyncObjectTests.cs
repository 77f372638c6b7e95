using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>What the random programs do not reach: other threads, other loops, misuse, abandonment.</summary>
public sealed class SyncObjectTests
{
    [Test]
    public void Semaphore_ReleasedByOtherThreads_LosesNothing()
    {
        using var test = new TestLoop();
        var semaphore = new AsyncSemaphore(0);
        const int Each = 500;
        var passed = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => FromThread.Begin(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                semaphore.Release();
            }
        })).ToArray();
        Task all = test.Loop.Start(async () =>
        {
            for (; passed < 4 * Each; passed++)
            {
                await semaphore.WaitAsync();
            }
        });
        test.PumpUntil(() => all.IsCompleted);
        Array.ForEach(threads, FromThread.Join);
        Assert.That((passed, semaphore.CurrentCount), Is.EqualTo((4 * Each, 0L)));
    }

    [Test]
    public void Semaphore_ComesBetweenReleaseAndItsFrame_WaitsItsTurn()
    {
        using var test = new TestLoop();
        var semaphore = new AsyncSemaphore(0);
        var order = new List<string>();
        test.Loop.Start(() => Wait("first"));
        test.Step();
        FromThread.Run(semaphore.Release);
        test.Loop.Start(() => Wait("second"));
        test.Step();
        Assert.That(order, Is.EqualTo(["first"]));
        semaphore.Release();
        test.Step();
        Assert.That(order, Is.EqualTo(["first", "second"]));

        async Task Wait(string name)
        {
            await semaphore.WaitAsync();
            order.Add(name);
        }
    }

    [Test]
    public void Countdown_SignalledByOtherThreads_Opens()
    {
        using var test = new TestLoop();
        var countdown = new AsyncCountdownEvent(400);
        Task waiter = test.Loop.Start(async () => await countdown.WaitAsync());
        var threads = Enumerable.Range(0, 4).Select(_ => FromThread.Begin(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                countdown.Signal();
            }
        })).ToArray();
        test.PumpUntil(() => waiter.IsCompleted);
        Array.ForEach(threads, FromThread.Join);
        Assert.That(countdown.CurrentCount, Is.Zero);
    }

    [Test]
    public void ConditionVariable_NotifiedByAnotherThread_LetsOneGo()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var changed = new AsyncConditionVariable(gate);
        Task waiter = test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                await changed.WaitAsync();
            }
        });
        test.Step();
        FromThread.Run(changed.Notify);
        test.Step();
        Assert.That((waiter.IsCompletedSuccessfully, gate.IsHeld), Is.EqualTo((true, false)));
    }

    [Test]
    public void ConditionVariable_CanceledWhileItWaits_EndsWithTheLock()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var changed = new AsyncConditionVariable(gate);
        var heldInFinally = false;
        var victim = test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                try
                {
                    await changed.WaitAsync();
                }
                finally
                {
                    heldInFinally = gate.HolderId == TaskId;
                }
            }
        });
        LockHold other = default;
        test.Loop.Start(async () =>
        {
            other = await gate.LockAsync();
            await Delay(1);
            other.Dispose();
        });
        test.Step();
        victim.Cancel();
        test.Step(3);
        Assert.That(victim.IsCompleted, Is.False, "another task has the lock");
        test.Advance(1);
        Assert.That((victim.Task.IsCanceled, heldInFinally, gate.IsHeld), Is.EqualTo((true, true, false)));
    }

    [Test]
    public void ConditionVariable_WithoutTheLock_IsRefused()
    {
        using var test = new TestLoop();
        var changed = new AsyncConditionVariable(new AsyncLock("db"));
        Assert.That(() => test.Run(async () => await changed.WaitAsync()), Throws.InvalidOperationException.With.Message.Contains("lock 'db'"));
    }

    [Test]
    public void ConditionVariable_HoldDisposedAfterTheWait_ReleasesTheLock()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock();
        var changed = new AsyncConditionVariable(gate);
        var between = false;
        test.Loop.Start(async () =>
        {
            var hold = await gate.LockAsync();
            await changed.WaitAsync();
            Assert.That(gate.HolderId, Is.EqualTo(TaskId));
            hold.Dispose();
            Assert.That(gate.IsHeld, Is.False);
        });
        test.Run(async () =>
        {
            using (await gate.LockAsync())
            {
                between = true;
                changed.Notify();
            }
        });
        Assert.That((between, gate.IsHeld), Is.EqualTo((true, false)));
    }

    [Test]
    public void Barrier_WithoutParticipants_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await new AsyncBarrier(0).SignalAndWaitAsync()), Throws.InvalidOperationException.With.Message.Contains("AddParticipants"));
    }

    [Test]
    public void Barrier_ParticipantsRemovedBetweenCallAndAwait_LetsTheCallerGo()
    {
        using var test = new TestLoop();
        var barrier = new AsyncBarrier(2);
        var task = test.Loop.Start(async () =>
        {
            var wait = barrier.SignalAndWaitAsync();
            barrier.RemoveParticipants(2);
            await wait;
        });
        test.Step(2);
        Assert.That((task.Task.IsCompletedSuccessfully, barrier.CurrentPhaseNumber), Is.EqualTo((true, 1L)));
    }

    [Test]
    public void Barrier_ChangedOnAnotherThread_IsRefused()
    {
        using var test = new TestLoop();
        var barrier = new AsyncBarrier(1);
        test.Run(async () => await barrier.SignalAndWaitAsync());
        Assert.That(() => FromThread.Run(() => barrier.AddParticipants()), Throws.InvalidOperationException.With.Message.Contains("loop.Post"));
    }

    [Test]
    public void Semaphore_TakenLate_SaysSo()
    {
        using var test = new TestLoop();
        var semaphore = new AsyncSemaphore(1, "slots");
        Assert.That(
            () => test.Run(async () =>
            {
                var stored = semaphore.WaitAsync();
                await semaphore.WaitAsync();
                await stored;
            }),
            Throws.InvalidOperationException.With.Message.Contains("await what the call returns at once"));
    }

    [Test]
    public void ReaderWriterLock_WaitingWriterAbandoned_LetsReadersIn()
    {
        using var test = new TestLoop();
        var gate = new AsyncReaderWriterLock();
        var scope = test.Loop.RootScope.CreateChild("script");
        var read = 0;
        test.Loop.Start(Read);
        scope.Start(async () =>
        {
            try
            {
                using (await gate.WriterLockAsync())
                {
                }
            }
            finally
            {
                await new TaskCompletionSource().Task;
            }
        });
        test.Loop.Start(Read);
        test.Step();
        Assert.That(read, Is.EqualTo(1));
        scope.Abandon();
        test.Step();
        Assert.That(read, Is.EqualTo(2));
        test.Advance(1);

        async Task Read()
        {
            using (await gate.ReaderLockAsync())
            {
                read++;
                await Delay(0.5);
            }
        }
    }

    [Test]
    public void Lock_HolderAbandoned_IsNamedAndStillListed()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("db");
        var scope = test.Loop.RootScope.CreateChild("script");
        scope.Start(
            async () =>
            {
                using (await gate.LockAsync())
                {
                    await new TaskCompletionSource().Task;
                }
            },
            "Save");
        var waiter = test.Loop.Start(async () => await gate.LockAsync());
        test.Step();
        scope.Abandon();
        Assert.That(test.Log.Warnings, Has.Some.Contains("'Save' (#1) was given up and left lock 'db' since SyncObjectTests.cs:").And.Some.Contains("No code is left"));
        Assert.That(test.Loop.Tasks.Snapshot().Single().Wait.Description, Does.StartWith("lock 'db', held by task #1 '(ended tasks)'"));
        waiter.Cancel();
        test.Step(2);
    }

    [Test]
    public void Semaphore_WaiterAbandoned_LeavesTheLine()
    {
        using var test = new TestLoop();
        var semaphore = new AsyncSemaphore(0);
        var scope = test.Loop.RootScope.CreateChild("script");
        scope.Start(async () =>
        {
            using (Defer(1000))
            {
                await semaphore.WaitAsync();
            }
        });
        test.Step();
        scope.Abandon();
        semaphore.Release();
        Assert.That((semaphore.WaiterIds.Count, semaphore.CurrentCount), Is.EqualTo((0, 1L)));
    }
}
