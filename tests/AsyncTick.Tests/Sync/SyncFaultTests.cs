using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>Moments at which a synchronization object could lose a wake-up, a turn or its count.</summary>
public sealed class SyncFaultTests
{
    [Test]
    public void ReaderWriterLock_WriterAndReaderLeftRunningAreCanceled_BothEnd()
    {
        using var test = new TestLoop();
        var gate = new AsyncReaderWriterLock();
        var trace = new Trace();
        var reading = test.Loop.Start(async () =>
        {
            using (await gate.ReaderLockAsync())
            {
                await Delay(10);
            }
        });
        var scope = test.Loop.RootScope.CreateChild("scope");
        var endFirst = new AsyncManualResetEvent();
        var endSecond = new AsyncManualResetEvent();
        scope.Start(async () =>
        {
            _ = Wait(gate.WriterLockAsync(), "writer");
            await endSecond.WaitAsync();
        });
        scope.Start(async () =>
        {
            _ = Wait(gate.ReaderLockAsync(), "reader");
            await endFirst.WaitAsync();
        });
        endFirst.Set();
        test.Step();
        endSecond.Set();
        test.Step();
        Assert.That(() => scope.Cancel(), Throws.Nothing);
        test.Step(2);
        Assert.That(trace.ToString(), Is.EqualTo("reader writer"));
        Assert.That(gate.WaiterIds, Is.Empty);
        reading.Cancel();
        test.Step(2);
        Assert.That(gate.ToString(), Is.EqualTo("reader-writer lock, free"));

        async Task Wait(LockAwaitable wait, string name)
        {
            try
            {
                using (await wait)
                {
                    trace.Add("in");
                }
            }
            catch (GameTaskCanceledException)
            {
                trace.Add(name);
            }
        }
    }

    [Test]
    public void Semaphore_MorePermitsThanCanBeCounted_AreRefused()
    {
        var semaphore = new AsyncSemaphore(long.MaxValue);
        Assert.That(() => semaphore.Release(), Throws.InstanceOf<OverflowException>());
        Assert.That(() => semaphore.Release(long.MaxValue), Throws.InstanceOf<OverflowException>());
        Assert.That(semaphore.CurrentCount, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void ConditionVariable_DeferralAroundItRunsOut_ComesBackWithTheLock()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("gate");
        var changed = new AsyncConditionVariable(gate);
        var holders = new List<int>();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(1))
            {
                using (await gate.LockAsync())
                {
                    try
                    {
                        await changed.WaitAsync();
                    }
                    finally
                    {
                        holders.Add(gate.HolderId);
                    }
                }
            }
        });
        test.Step();
        test.Loop.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                changed.Notify();
                await Delay(5);
            }
        });
        test.Step();
        task.Cancel();
        test.Advance(10);
        Assert.That(holders, Is.EqualTo([task.Id]));
        Assert.That(task.Task.IsCanceled);
        Assert.That(gate.IsHeld, Is.False);
    }
}
