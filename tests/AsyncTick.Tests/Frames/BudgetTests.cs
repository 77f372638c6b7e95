using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>DESIGN "What a frame does", point 5: the budget.</summary>
public sealed class BudgetTests
{
    [Test]
    public void Budget_Spent_LeavesTheRestForTheNextFrame()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var trace = new Trace();
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            test.Loop.Post(() =>
            {
                watch.Spend(0.001);
                trace.Add(number);
            });
        }

        var first = test.Step();
        Assert.That((first, trace.ToString()), Is.EqualTo((PumpResult.OverBudget, "0 1 2 3")));
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("0 1 2 3 4 5 6 7"));
        Assert.That(test.Step(), Is.EqualTo(PumpResult.Drained));
    }

    [Test]
    public void Budget_ExactlySpentByTheLast_IsDrained()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        test.Loop.Post(() => watch.Spend(0.004));
        Assert.That((test.Step(), test.Loop.Stats.OverBudgetFrames), Is.EqualTo((PumpResult.Drained, 0L)));
    }

    [Test]
    public void Budget_LeftOver_RunsBeforeTheNextFramesDelaysAndWaiters()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.002));
        var trace = new Trace();
        void Note(string name)
        {
            watch.Spend(0.001);
            trace.Add(name);
        }

        foreach (var name in new[] { "a", "b", "c" })
        {
            test.Loop.Start(async () =>
            {
                await NextFrame();
                Note(name);
            });
        }

        test.Loop.Start(async () =>
        {
            await Delay(0.03);
            Note("delay");
        });
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("a b"));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            Note("frame");
        });
        test.Loop.Post(() => Note("post"));
        test.Step(4);
        Assert.That(trace.ToString(), Is.EqualTo("a b c delay frame post"));
    }

    [Test]
    public void Budget_LeftOverFrameWaiters_StayInOrderOverManyFrames([Values(1, 3, 7, 64, 100)] int perFrame)
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(perFrame * 0.001));
        var order = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                for (var round = 0; round < 2; round++)
                {
                    await NextFrame();
                    watch.Spend(0.001);
                    order.Add(number);
                }
            });
        }

        test.RunUntilIdle();
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 200))));
    }

    [Test]
    public void Budget_Zero_MakesProgress()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0));
        var ran = 0;
        for (var i = 0; i < 5; i++)
        {
            test.Loop.Post(() => ran++);
        }

        for (var frame = 1; frame <= 5; frame++)
        {
            test.Step();
            Assert.That(ran, Is.EqualTo(frame));
        }
    }

    [Test]
    public void Budget_Negative_IsRefused() =>
        Assert.That(() => new GameLoop(new GameLoopOptions { BudgetSeconds = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Budget_LongStep_RunsToItsEnd()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var ended = false;
        test.Loop.Post(() =>
        {
            watch.Spend(1);
            ended = true;
        });
        test.Loop.Post(() => { });
        Assert.That((test.Step(), ended, test.Loop.Stats.Ready), Is.EqualTo((PumpResult.OverBudget, true, 1)));
        test.Step();
    }

    [Test]
    public void Work_ThatNeverStops_DoesNotHoldTheFrame()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var steps = 0;
        var stop = false;
        Task? opened = null;
        test.Loop.Start(async () =>
        {
            while (!stop)
            {
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                test.Loop.Post(gate.SetResult);

                // Not the property itself: .NET 11 lets code compiled with runtime-async come back from that through the thread pool.
                opened = gate.Task;
                await opened;
                watch.Spend(0.0005);
                steps++;
            }
        });
        test.Step();
        Assert.That(steps, Is.EqualTo(8));
        test.Step();
        Assert.That(steps, Is.EqualTo(16));
        stop = true;
        test.Step();
    }

    [Test]
    public void Work_ThatNeverStops_DoesNotStarveFrameWaiters()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var stop = false;
        var frames = 0;
        void Again()
        {
            watch.Spend(0.001);
            if (!stop)
            {
                SynchronizationContext.Current!.Post(_ => Again(), null);
            }
        }

        test.Loop.Post(Again);
        test.Loop.Start(async () =>
        {
            while (!stop)
            {
                await NextFrame();
                frames++;
            }
        });
        test.Step(10);
        Assert.That(frames, Is.GreaterThanOrEqualTo(9));
        stop = true;
        test.Step(2);
    }

    [Test]
    public void Producer_ThatKeepsPosting_DoesNotHoldTheFrame()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", BudgetSeconds = 0.002 });
        var stop = false;
        long posted = 0;
        long ran = 0;
        using var running = new ManualResetEventSlim();
        var producer = FromThread.Begin(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                // A bound on what is under way keeps memory flat; there is always some.
                if (posted - Volatile.Read(ref ran) < 10_000)
                {
                    test.Loop.Post(() => ran++);
                    posted++;
                    running.Set();
                }
            }
        });
        running.Wait();
        for (var i = 0; i < 20; i++)
        {
            test.Step();
        }

        // Coming here at all is the point; a frame that drained until empty might never have ended.
        Volatile.Write(ref stop, true);
        FromThread.Join(producer);
        test.RunUntilIdle();
        Assert.That(ran, Is.EqualTo(posted).And.GreaterThan(0));
    }

    [Test]
    public void Budget_TrustedLightTasks_KeepTheirOrderToo()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var scope = test.Loop.RootScope.CreateChild("light");
        var order = new List<int>();
        var cost = 0.0;
        for (var i = 0; i < 100; i++)
        {
            var number = i;
            scope.Start(async () =>
            {
                while (true)
                {
                    await NextFrame();
                    watch.Spend(cost);
                    order.Add(number);
                }
            });
        }

        test.Step(40);
        order.Clear();
        cost = 0.001;
        test.Step(100);
        var sequence = order.Take(200).ToArray();
        Assert.That(sequence, Is.EqualTo(Enumerable.Range(0, 100).Concat(Enumerable.Range(0, 100))));
        scope.Cancel();
        test.RunUntilIdle();
    }
}
