using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>A turn that a task has been given and not yet taken when its code is given up goes to the next in line.</summary>
public sealed class AbandonedTurnTests
{
    private TestLoop _test = null!;

    [SetUp]
    public void Start() => _test = new TestLoop();

    [TearDown]
    public void End() => _test.Dispose();

    [Test]
    public void Lock_HandedOver_IsFree()
    {
        var script = _test.Loop.RootScope.CreateChild("script");
        var gate = new AsyncLock();
        var hold = default(LockHold);
        _test.Loop.Start(async () => hold = await gate.LockAsync());
        Wait(script, () => gate.LockAsync());
        hold.Dispose();
        script.Abandon();
        Assert.That(gate.IsHeld, Is.False);
        Assert.That(_test.Log.Warnings, Has.None.Contains("was given up and left"));
    }

    [Test]
    public void ReaderWriterLock_WriterInFrontIsGivenUpToo_IsFree()
    {
        var script = _test.Loop.RootScope.CreateChild("script");
        var gate = new AsyncReaderWriterLock();
        var hold = default(LockHold);
        _test.Loop.Start(async () => hold = await gate.ReaderLockAsync());
        Wait(script, () => gate.WriterLockAsync());
        Wait(script, () => gate.ReaderLockAsync());
        script.Abandon();
        Assert.That((gate.ReaderCount, gate.WaiterIds.Count), Is.EqualTo((1, 0)));
        hold.Dispose();
        Assert.That(gate.ReaderCount, Is.Zero);
    }

    [Test]
    public void Semaphore_PermitGiven_IsFree()
    {
        var script = _test.Loop.RootScope.CreateChild("script");
        var slots = new AsyncSemaphore(0);
        script.Start(async () =>
        {
            using (Defer(1000))
            {
                await slots.WaitAsync();
            }
        });
        slots.Release();
        script.Abandon();
        Assert.That(slots.CurrentCount, Is.EqualTo(1));
    }

    [Test]
    public void Queue_ItemPromised_IsTakenByAnother()
    {
        var script = _test.Loop.RootScope.CreateChild("script");
        var queue = new AsyncQueue<int>(1);
        var taken = new List<int>();
        script.Start(async () =>
        {
            using (Defer(1000))
            {
                await queue.DequeueAsync();
            }
        });
        _test.Loop.Start(async () =>
        {
            await foreach (var item in queue.ReadAllAsync())
            {
                taken.Add(item);
            }
        });
        queue.TryEnqueue(7);
        script.Abandon();
        queue.CompleteAdding();
        _test.Step();
        Assert.That(taken, Is.EqualTo([7]));
    }

    [Test]
    public void ConditionVariable_Notified_TellsAnother()
    {
        var script = _test.Loop.RootScope.CreateChild("script");
        var gate = new AsyncLock();
        var changed = new AsyncConditionVariable(gate);
        var told = false;
        script.Start(Wait);
        _test.Loop.Start(Wait);
        changed.Notify();
        script.Abandon();
        _test.Step();
        Assert.That((told, gate.IsHeld), Is.EqualTo((true, false)));

        async Task Wait()
        {
            using (Defer(1000))
            {
                using (await gate.LockAsync())
                {
                    await changed.WaitAsync();
                    told = true;
                }
            }
        }
    }

    private static void Wait(TaskScope script, Func<LockAwaitable> begin) => script.Start(async () =>
    {
        using (Defer(1000))
        {
            using (await begin())
            {
            }
        }
    });
}
