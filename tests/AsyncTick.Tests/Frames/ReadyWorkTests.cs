using System.Threading.Channels;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>DESIGN "What a frame does", point 6: what becomes ready while running runs in the same frame; the next frame's does not.</summary>
public sealed class ReadyWorkTests
{
    [Test]
    public void CompletionSource_SetByAnotherTask_ResumesInSameFrame()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var frame = 0L;
        test.Loop.Start(async () =>
        {
            await gate.Task;
            frame = test.Loop.FrameNumber;
        });
        test.Loop.Start(async () =>
        {
            await NextFrame();
            gate.SetResult();
        });
        test.Step(3);
        Assert.That(frame, Is.EqualTo(1));
    }

    [Test]
    public void CompletionSource_Setter_IsNotInterruptedByTheWaiter()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var trace = new Trace();
        test.Loop.Start(async () =>
        {
            await gate.Task;
            trace.Add("waiter");
        });
        test.Loop.Start(async () =>
        {
            await NextFrame();
            gate.SetResult();
            trace.Add("setter");
        });
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("setter waiter"));
    }

    [Test]
    public void Channel_PingPong_TakesOneFrame()
    {
        using var test = new TestLoop();
        var there = Channel.CreateUnbounded<int>();
        var back = Channel.CreateUnbounded<int>();
        var got = 0;
        test.Loop.Start(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await back.Writer.WriteAsync(await there.Reader.ReadAsync());
            }
        });
        test.Loop.Start(async () =>
        {
            await NextFrame();
            for (var i = 0; i < 20; i++)
            {
                await there.Writer.WriteAsync(i);
                got += await back.Reader.ReadAsync();
            }
        });
        test.Step();
        Assert.That(got, Is.EqualTo(190));
    }

    [Test]
    public void Semaphore_HandedThroughHundredTasks_TakesOneFrame()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options());
        using var door = new SemaphoreSlim(0);
        var order = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var number = i;
            Task? turn = null;
            test.Loop.Start(async () =>
            {
                turn = door.WaitAsync();
                await turn;
                order.Add(number);
                door.Release();
            });
        }

        test.Loop.Post(() => door.Release());
        test.Step();
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void OutsideCompletion_BeforeTheFrame_RunsInIt()
    {
        using var test = new TestLoop();
        var work = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var got = 0;
        test.Loop.Start(async () => got = await work.Task);
        FromThread.Run(() => work.SetResult(42));
        test.PumpUntil(() => got == 42);
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void OutsideCompletion_WhileTheFrameRuns_RunsInSameFrame()
    {
        using var test = new TestLoop();
        var work = new TaskCompletionSource();
        var frame = 0L;
        test.Loop.Start(async () =>
        {
            await work.Task;
            frame = test.Loop.FrameNumber;
        });
        test.Loop.Post(() => FromThread.Run(work.SetResult));
        test.Step(2);
        Assert.That(frame, Is.EqualTo(1));
    }

    [Test]
    public void TaskEnd_AwaitedByAnother_ResumesInSameFrame()
    {
        using var test = new TestLoop();
        var frame = 0L;
        test.Loop.Start(async () =>
        {
            await Start(async () => await Start(async () => await NextFrame()));
            frame = test.Loop.FrameNumber;
        });
        test.Step(3);
        Assert.That(frame, Is.EqualTo(1));
    }

    [Test]
    public void Yield_Loop_TakesOneStepPerFrame()
    {
        using var test = new TestLoop();
        var steps = 0;
        var task = test.Loop.Start(async () =>
        {
            while (steps < 100)
            {
                await Task.Yield();
                steps++;
            }
        });
        test.Step(10);
        Assert.That(steps, Is.EqualTo(10));
        test.Step(90);
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Yield_HandMadeAwaiterLoop_TakesOneStepPerFrame()
    {
        using var test = new TestLoop();
        var steps = 0;
        void Again()
        {
            if (++steps < 50)
            {
                Task.Yield().GetAwaiter().OnCompleted(Again);
            }
        }

        test.Loop.Post(Again);
        test.Step(10);
        Assert.That(steps, Is.EqualTo(10));
        test.Step(40);
    }

    [Test]
    public void Yield_InNestedMethods_TakesOneStepPerFrame()
    {
        using var test = new TestLoop();
        var steps = 0;
        async Task<int> Deep()
        {
            await Task.Yield();
            return ++steps;
        }

        test.Loop.Start(async () =>
        {
            while (await Deep() < 20)
            {
            }
        });
        test.Step(5);
        Assert.That(steps, Is.EqualTo(5));
        test.Step(15);
    }

    [Test]
    public void NextFrame_SeveralResumesInOneFrame_NeverTwice()
    {
        using var test = new TestLoop();
        var frames = new List<long>();
        Task? opened = null;
        test.Loop.Start(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await NextFrame();
                frames.Add(test.Loop.FrameNumber);

                // A detour through the ready queue must not lead back into this frame's waiters.
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                test.Loop.Post(gate.SetResult);
                opened = gate.Task;
                await opened;
            }
        });
        test.Step(20);
        Assert.That(frames, Is.EqualTo(Enumerable.Range(1, 20).Select(n => (long)n)));
    }

    [Test]
    public void NextFrame_EventSetEachFrame_BothKeepTheirPace()
    {
        using var test = new TestLoop();
        var pulse = new AsyncManualResetEvent();
        var heard = 0;
        var scope = test.Loop.RootScope.CreateChild("pulse");
        scope.Start(async () =>
        {
            while (true)
            {
                await pulse.WaitAsync();
                heard++;
                pulse.Reset();
            }
        });
        scope.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                pulse.Set();
            }
        });
        test.Step(10);
        Assert.That(heard, Is.EqualTo(10));
        scope.Cancel();
        test.Step();
    }

    [Test]
    public void WhenAll_OfTasks_EndsInTheFrameOfTheLast()
    {
        using var test = new TestLoop();
        var frame = 0L;
        test.Loop.Start(async () =>
        {
            await Task.WhenAll(Start(async () => await Frames(2)), Start(async () => await Frames(5)), Start(async () => await Frames(3)));
            frame = test.Loop.FrameNumber;
        });
        test.Step(8);
        Assert.That(frame, Is.EqualTo(5));
    }
}
