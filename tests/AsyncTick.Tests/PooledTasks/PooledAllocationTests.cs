using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>What pooled methods cost in memory: exact bytes of the loop's thread. Not optimized, the compiler makes each call's state an object, so Debug asserts nothing.</summary>
[NonParallelizable]
public sealed class PooledAllocationTests
{
    // What an object costs that has a header, a type, three references, and eight bytes of the rest: the task's context.
    private const long ContextBytes = 48;

    private static IEnumerable<TestCaseData> Calls()
    {
        TestCaseData Case(string name, Func<Bench, PooledTask> call) => new TestCaseData(call).SetArgDisplayNames(name);
        yield return Case("NeverWaits", async PooledTask (_) => await PooledTask.CompletedTask);
        yield return Case("NextFrame", async PooledTask (_) => await NextFrame());
        yield return Case("Frames", async PooledTask (_) => await Frames(2));
        yield return Case("Yield", async PooledTask (_) => await Task.Yield());
        yield return Case("Delay", async PooledTask (_) => await Delay(0.02));
        yield return Case("Until", async PooledTask (bench) => await Until(bench, static bench => bench.Frame % 3 == 0));
        yield return Case("Event", async PooledTask (bench) => await bench.Gun.WaitAsync());
        yield return Case("Nested", async PooledTask (_) => await Three());
        yield return Case("Result", async PooledTask (bench) => bench.Sum += await Seven());
        yield return Case("ManyWaits", async PooledTask (_) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await NextFrame();
            }
        });
    }

    [TestCaseSource(nameof(Calls))]
    public void Call_InsideATask_AllocatesNothing(object call)
    {
        using var test = new TestLoop();
        var bench = new Bench(test.Loop);
        for (var i = 0; i < 20; i++)
        {
            test.Loop.Start(() => bench.Repeat((Func<Bench, PooledTask>)call));
        }

        Assert(Allocation.Of(() => bench.Run(test, 60)), 0);
        bench.End(test);
    }

    [TestCaseSource(nameof(Calls))]
    public void Call_InsideAPooledBody_AllocatesNothing(object call)
    {
        using var test = new TestLoop();
        var bench = new Bench(test.Loop);
        for (var i = 0; i < 20; i++)
        {
            test.Loop.Start(() => bench.RepeatPooled((Func<Bench, PooledTask>)call));
        }

        Assert(Allocation.Of(() => bench.Run(test, 60)), 0);
        bench.End(test);
    }

    [TestCaseSource(nameof(Calls))]
    public void Start_ToEnd_AllocatesTheContextOnly(object call)
    {
        using var test = new TestLoop();
        var bench = new Bench(test.Loop);
        Func<PooledTask> body = () => ((Func<Bench, PooledTask>)call)(bench);
        const int Count = 200;
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                test.Loop.Start(body, "task");
            }

            bench.Run(test, 8);
        });
        NUnit.Framework.Assert.That(test.Loop.Tasks.Count, Is.Zero);
        Assert(bytes, Count * ContextBytes);
    }

    [Test]
    public void Call_AfterManyCancellations_StillAllocatesNothing()
    {
        using var test = new TestLoop();
        var bench = new Bench(test.Loop);
        for (var round = 0; round < 5; round++)
        {
            var scope = test.Loop.RootScope.CreateChild("round");
            for (var i = 0; i < 20; i++)
            {
                scope.Start(() => bench.Repeat(async PooledTask (_) => await Three()));
            }

            test.Step(7);
            scope.Cancel();
            test.Step(2);
        }

        Call_InsideATask_AllocatesNothing((Func<Bench, PooledTask>)(async PooledTask (_) => await Three()));
    }

    private static async PooledTask Three()
    {
        await NextFrame();
        await Two();
        static async PooledTask Two() => await Frames(2);
    }

    private static async PooledTask<int> Seven()
    {
        await NextFrame();
        return 7;
    }

    private static void Assert(long bytes, long expected)
    {
#if DEBUG
        NUnit.Framework.Assert.Ignore($"{bytes} bytes; in an optimized build it would be {expected}.");
#else
        NUnit.Framework.Assert.That(bytes, Is.EqualTo(expected));
#endif
    }

    private sealed class Bench(GameLoop loop)
    {
        public AsyncManualResetEvent Gun { get; } = new();

        public long Frame => loop.FrameNumber;

        public int Sum { get; set; }

        private bool Goes { get; set; } = true;

        public async Task Repeat(Func<Bench, PooledTask> call)
        {
            while (Goes)
            {
                await call(this);
                await NextFrame();
            }
        }

        public async PooledTask RepeatPooled(Func<Bench, PooledTask> call)
        {
            while (Goes)
            {
                await call(this);
                await NextFrame();
            }
        }

        public void Run(TestLoop test, int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                Gun.Set();
                Gun.Reset();
                test.Step();
            }
        }

        public void End(TestLoop test)
        {
            Goes = false;
            Run(test, 10);
        }
    }
}
