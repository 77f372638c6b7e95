using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The first wait of a start is taken for its outermost method's until that has returned: what of it shows when it was another one's.</summary>
public sealed class FirstWaitTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void CallLeftAlone_WaitsFirst_GoesOnFirst(bool isPooled)
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var task = isPooled ? test.Loop.Start(Pooled) : test.Loop.Start(Plain);
        test.Step();
        Assert.That((trace.ToString(), task.IsCompleted), Is.EqualTo(("call body", false)));
        test.Step();
        Assert.That((trace.ToString(), task.IsCompleted), Is.EqualTo(("call body call body", true)));

        async Task Plain()
        {
            _ = Call();
            await NextFrame();
            trace.Add("body");
            await NextFrame();
            trace.Add("body");
        }

        async PooledTask Pooled()
        {
            _ = Call();
            await NextFrame();
            trace.Add("body");
            await NextFrame();
            trace.Add("body");
        }

        async Task Call()
        {
            await NextFrame();
            trace.Add("call");
            await NextFrame();
            trace.Add("call");
        }
    }

    [Test]
    public void CallLeftAlone_BodyWaitsElsewhere_IsNotItsWait()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var resumed = 0;
        var task = test.Loop.Start(() =>
        {
            _ = Call();
            return gate.Task;
        });
        test.Step(3);
        Assert.That((resumed, task.IsCompleted), Is.EqualTo((1, false)));
        gate.SetResult();
        test.Step();
        Assert.That(task.IsCompleted, Is.True);

        async Task Call()
        {
            await NextFrame();
            resumed++;
        }
    }

    [Test]
    public void CallLeftAlone_BodyEndsAtOnce_GoesOnAsCodeOfAnEndedTask()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var isCanceled = false;
        var task = scope.Start(() =>
        {
            _ = Call();
            return Task.CompletedTask;
        });
        Assert.That(task.IsCompleted, Is.True);
        test.Step(2);
        scope.Cancel();
        test.Step();
        Assert.That(isCanceled, Is.True);

        async Task Call()
        {
            try
            {
                while (true)
                {
                    await NextFrame();
                }
            }
            catch (OperationCanceledException)
            {
                isCanceled = true;
            }
        }
    }

    [Test]
    public void CallAwaited_WaitsFirst_TaskIsListedWaiting()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Call());
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot().Single().Wait.Site, Does.StartWith("FirstWaitTests.cs:"));
        task.Cancel();
        test.Step();
        Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Canceled));

        async Task Call()
        {
            while (true)
            {
                await NextFrame();
            }
        }
    }

    [Test]
    public void Continuation_OfAHandMadeAwait_HandedOverTwice_RunsTwice()
    {
        using var test = new TestLoop();
        var runs = 0;
        var task = test.Loop.Start(() =>
        {
            Action run = () => runs++;
            NextFrame().GetAwaiter().UnsafeOnCompleted(run);
            NextFrame().GetAwaiter().UnsafeOnCompleted(run);
            return Task.CompletedTask;
        });
        test.Step(2);
        Assert.That((runs, task.IsCompleted), Is.EqualTo((2, true)));
    }

    [Test]
    public void QuickTasksOfOneKind_ShareStamps_AlsoWhenEachIsNew()
    {
        var stopwatch = new CountingStopwatch();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", Stopwatch = stopwatch, BudgetSeconds = 1 });
        for (var frame = 0; frame < 20; frame++)
        {
            StartSome();
            test.Step();
        }

        StartSome();
        var before = stopwatch.Asked;
        test.Step();
        Assert.That(stopwatch.Asked - before, Is.LessThan(20));

#if !RUNTIME_ASYNC // The runtime gives the waits of all methods one type.
        // Another kind in the same records earns its trust anew.
        for (var i = 0; i < 100; i++)
        {
            test.Loop.Start(static () => Other());
        }

        before = stopwatch.Asked;
        test.Step();
        Assert.That(stopwatch.Asked - before, Is.GreaterThanOrEqualTo(100));
#endif

        void StartSome()
        {
            for (var i = 0; i < 100; i++)
            {
                test.Loop.Start(static () => One());
            }
        }

        static async Task One() => await NextFrame();
#if !RUNTIME_ASYNC
        static async Task Other() => await NextFrame();
#endif
    }

    private sealed class CountingStopwatch : TimeProvider
    {
        public int Asked { get; private set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => Asked++;
    }
}
