using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

public sealed class AsyncAutoResetEventTests
{
    [Test]
    public void Set_OneWaiterPerCall_FirstComeFirstServed()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent();
        var order = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var id = i;
            test.Loop.Start(async () =>
            {
                await turnstile.WaitAsync();
                order.Add(id);
            });
        }

        turnstile.Set();
        Assert.That(order, Is.Empty, "no waiter's code runs inside Set");
        test.Step();
        Assert.That(order, Is.EqualTo([0]));
        turnstile.Set();
        turnstile.Set();
        test.Step();
        Assert.That(order, Is.EqualTo([0, 1, 2]));
        Assert.That(turnstile.IsSet, Is.False);
    }

    [Test]
    public void Set_NobodyWaits_StaysOpenForOne()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent();
        turnstile.Set();
        turnstile.Set();
        test.Run(async () => await turnstile.WaitAsync());
        Assert.That(turnstile.IsSet, Is.False);
    }

    [Test]
    public void Wait_CanceledAfterItsSignal_NextOneGetsIt()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent();
        var order = new List<string>();
        var victim = test.Loop.Start(() => Wait("victim"));
        test.Loop.Start(() => Wait("next"));
        test.Step();
        turnstile.Set();
        victim.Cancel();
        test.Step();
        Assert.That(order, Is.EqualTo(["next"]));

        async Task Wait(string name)
        {
            await turnstile.WaitAsync();
            order.Add(name);
        }
    }

    [Test]
    public void Wait_Canceled_LeavesTheLine()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent(name: "door");
        var victim = test.Loop.Start(async () => await turnstile.WaitAsync());
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.Description, Is.EqualTo("event 'door'"));
        victim.Cancel();
        test.Step();
        Assert.That((turnstile.WaiterCount, turnstile.IsSet), Is.EqualTo((0, false)));
    }

    [Test]
    public void Set_FromOtherThreads_EachLetsOneGo()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent();
        const int Count = 200;
        var passed = 0;
        var back = new AsyncAutoResetEvent();
        test.Loop.Start(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await turnstile.WaitAsync();
                passed++;
            }
        });
        var setter = new Thread(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                turnstile.Set();
                var seen = i;
                SpinWait.SpinUntil(() => Volatile.Read(ref passed) > seen);
            }
        });
        setter.Start();
        test.PumpUntil(() => passed == Count);
        setter.Join();
        Assert.That(passed, Is.EqualTo(Count));
    }

    [Test]
    public void Wait_SteadyState_AllocatesNothing()
    {
        using var test = new TestLoop();
        var turnstile = new AsyncAutoResetEvent();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () =>
        {
            while (true)
            {
                await turnstile.WaitAsync();
            }
        });
        for (var i = 0; i < 100; i++)
        {
            turnstile.Set();
            test.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            turnstile.Set();
            test.Step();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThanOrEqualTo(Allocation.OfRuntime(100)));
        scope.Cancel();
        test.Step(2);
    }

    [Test]
    public void Set_FromAnotherThreadAfterTheLoopsEnd_DoesNothing()
    {
        var turn = new AsyncAutoResetEvent(isSet: true);
        using (var test = new TestLoop())
        {
            test.Run(async () => await turn.WaitAsync());
        }

        Assert.That(() => FromThread.Run(turn.Set), Throws.Nothing);
    }
}
