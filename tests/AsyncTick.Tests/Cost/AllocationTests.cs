using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What waiting costs in memory: exact bytes of the loop's thread.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const int Tasks = 20;

    private static IEnumerable<TestCaseData> Waits()
    {
        TestCaseData Case(string name, Func<AllocationBench, Task> wait) => new TestCaseData(wait).SetArgDisplayNames(name);
        yield return Case("NextFrame", async bench => { while (bench.Goes) { await NextFrame(); } });
        yield return Case("Frames", async bench => { while (bench.Goes) { await Frames(2); } });
        yield return Case("Yield", async bench => { while (bench.Goes) { await Task.Yield(); } });
        yield return Case("Delay", async bench => { while (bench.Goes) { await Delay(0.02); } });
        yield return Case("DelayOnGameClock", async bench => { while (bench.Goes) { await Delay(0.02, Clock.Game); } });
        yield return Case("FarDelay", async bench => { while (bench.Goes) { await Delay(1); } });
        yield return Case("Until", async bench =>
        {
            Func<bool> third = () => bench.Frame % 3 == 0;
            while (bench.Goes)
            {
                await Until(third);
                await NextFrame();
            }
        });
        yield return Case("UntilWithState", async bench =>
        {
            while (bench.Goes)
            {
                await Until(bench, static bench => bench.Frame % 3 == 0);
                await NextFrame();
            }
        });
        yield return Case("Every", async bench =>
        {
            await foreach (var _ in Every(0.02))
            {
                if (!bench.Goes)
                {
                    break;
                }
            }
        });
        yield return Case("Phase", async bench =>
        {
            while (bench.Goes)
            {
                await Phase.PrePhysics;
                await Phase.EndOfFrame;
            }
        });
        yield return Case("Event", async bench =>
        {
            while (bench.Goes)
            {
                await bench.Gun.WaitAsync();
                await NextFrame();
            }
        });
    }

    private static IEnumerable<TestCaseData> WaitsThatEndWhenCanceled() => Waits().Where(wait => wait.ArgDisplayNames?[0] != "Yield");

    [TestCaseSource(nameof(Waits))]
    public void Wait_SteadyState_AllocatesNothing(object wait)
    {
        using var test = new TestLoop();
        var bench = new AllocationBench(test.Loop);
        for (var i = 0; i < Tasks; i++)
        {
            test.Loop.Start(() => ((Func<AllocationBench, Task>)wait)(bench));
        }

        test.Step(80);
        var resumes = test.Loop.Tasks.Snapshot().Sum(task => task.Resumes);
        var bytes = Allocation.Of(() => Run(test, bench, 80));
        Assert.That(test.Loop.Tasks.Snapshot().Sum(task => task.Resumes) - resumes, Is.GreaterThan(Tasks * 4));
        Assert.That(bytes, Is.Zero);
        bench.Goes = false;
        bench.Gun.Set();
        test.Step(120);
    }

    [TestCaseSource(nameof(WaitsThatEndWhenCanceled))]
    public void Wait_AfterManyCancellations_StillAllocatesNothing(object wait)
    {
        using var test = new TestLoop();
        var bench = new AllocationBench(test.Loop);
        for (var round = 0; round < 5; round++)
        {
            var scope = test.Loop.RootScope.CreateChild("round");
            for (var i = 0; i < Tasks; i++)
            {
                scope.Start(() => ((Func<AllocationBench, Task>)wait)(bench));
            }

            Run(test, bench, 20);
            scope.Cancel();
            Run(test, bench, 5);
        }

        Assert.That(test.Loop.Tasks.Count, Is.Zero);
        Wait_SteadyState_AllocatesNothing(wait);
    }

    [Test]
    public void IdleFrame_AllocatesNothing()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Delay(1e6));
        Assert.That(Allocation.Of(() => test.Step(1000)), Is.Zero);
        test.Loop.RootScope.Cancel();
        test.Step();
    }

    [Test]
    public void Post_SameDelegate_AllocatesNothing() => FromThread.RunWithoutValues(() =>
    {
        using var test = new TestLoop();
        var ran = 0;
        Action action = () => ran++;
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                test.Loop.Post(action);
                if (i % 50 == 0)
                {
                    test.Step();
                }
            }

            test.Step();
        });
        Assert.That((bytes, ran), Is.EqualTo((0L, 6000)));
    });

    [Test]
    public void ContextPost_OnTheLoop_AllocatesNothing() => FromThread.RunWithoutValues(() =>
    {
        using var test = new TestLoop();
        var left = 0;
        SendOrPostCallback? again = null;
        again = state =>
        {
            if (--left > 0)
            {
                SynchronizationContext.Current!.Post(again!, state);
            }
        };
        Action begin = () => again(null);
        var bytes = Allocation.Of(() =>
        {
            left = 1000;
            test.Loop.Post(begin);
            test.Step();
        });
        Assert.That((bytes, left), Is.EqualTo((0L, 0)));
    });

    [Test]
    public void EventSet_WithoutWaiters_AllocatesNothing()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var task = test.Loop.Start(async () => await gun.WaitAsync());
        gun.Set();
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(Allocation.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                gun.Reset();
                gun.Set();
            }
        }), Is.Zero);
    }

    [Test]
    public void Task_StartToEnd_CostsLittle()
    {
        using var test = new TestLoop();
        var body = Body;
        const int Count = 1000;
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                test.Loop.Start(body, "task");
            }

            test.Step();
        });
#if DEBUG
        // Not optimized, an async method's state is an object of its own.
        Assert.That(bytes / Count, Is.LessThanOrEqualTo(256));
#else
        Assert.That(bytes / Count, Is.LessThanOrEqualTo(208));
#endif
        static async Task Body() => await NextFrame();
    }

    [Test]
    public void Task_ThatNeverWaits_CostsLess()
    {
        using var test = new TestLoop();
        Func<Task> body = () => Task.CompletedTask;
        const int Count = 1000;
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                test.Loop.Start(body, "task");
            }
        });
        Assert.That(bytes / Count, Is.LessThanOrEqualTo(64));
    }

    private static void Run(TestLoop test, AllocationBench bench, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            bench.Gun.Set();
            bench.Gun.Reset();
            test.Step();
        }
    }

    private sealed class AllocationBench(GameLoop loop)
    {
        public bool Goes { get; set; } = true;

        public AsyncManualResetEvent Gun { get; } = new();

        public long Frame => loop.FrameNumber;
    }
}
