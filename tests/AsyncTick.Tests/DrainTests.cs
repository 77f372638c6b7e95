using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Scopes that end while the engine has no frame: what is in them gets frames, and nothing else does.</summary>
public sealed class DrainTests
{
    [Test]
    public void Drain_CleanupOfFramesAndAPoolHop_EndsAndOthersMakeNoStep()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var other = test.Loop.RootScope.CreateChild("other");
        List<string> steps = [];
        other.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                steps.Add("frame");
            }
        });
        var cleaned = 0;
        ending.Start(async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                using (Defer(10))
                {
                    for (var i = 0; i < 3; i++)
                    {
                        await NextFrame();
                        cleaned++;
                    }

                    await SwitchToThreadPool();
                    await SwitchToGameThread();
                    cleaned++;
                }
            }
        });
        test.Step(2);
        steps.Clear();
        var frame = test.Loop.FrameNumber;
        ending.Cancel(CancelReason.EndPlay);
        var report = test.Loop.Drain(ending, 10_000, 10);
        Assert.That((cleaned, report.IsClean, steps.Count, test.Loop.FrameNumber), Is.EqualTo((4, true, 0, frame)));
        Assert.That(report.Frames, Is.GreaterThanOrEqualTo(3));
        test.Step(2);
        Assert.That(steps, Has.Count.EqualTo(2), "no frame of the others was lost or added");
        other.Cancel();
        test.Step(2);
    }

    [Test]
    public void Drain_WhatOthersWaitFor_IsDeliveredInTheNextFrameInItsOrder()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var other = test.Loop.RootScope.CreateChild("other");
        List<string> order = [];
        var opened = new AsyncManualResetEvent();
        var source = new TaskCompletionSource();
        TaskContext? context = null;
        other.Start(async () =>
        {
            context = (TaskContext)SynchronizationContext.Current!;
            await opened.WaitAsync();
            order.Add("event");
        });
        other.Start(async () =>
        {
            await source.Task;
            order.Add("task");
        });
        other.Start(async () =>
        {
            await Until(() => order.Count > 0);
            order.Add("condition");
        });
        ending.Start(async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                opened.Set();
                source.SetResult();
                var poster = new Thread(() => context!.Post(_ => order.Add("post"), null));
                poster.Start();
                poster.Join();
            }
        });
        test.Step(2);
        ending.Cancel(CancelReason.EndPlay);
        var report = test.Loop.Drain(ending);
        Assert.That((report.IsClean, order.Count), Is.EqualTo((true, 0)));
        test.Step();
        Assert.That(order, Is.EqualTo(new[] { "event", "task", "post", "condition" }));
    }

    [Test]
    public void Drain_FrameCountsOfOthers_AreOverInTheirOwnFrame()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var other = test.Loop.RootScope.CreateChild("other");
        var isOver = false;
        var cleaned = false;
        other.Start(async () =>
        {
            await Frames(5);
            isOver = true;
        });
        ending.Start(async () =>
        {
            using (Defer(10))
            {
                await Frames(20);
                cleaned = true;
            }
        });
        test.Step(1);
        ending.Cancel(CancelReason.EndPlay);
        Assert.That((test.Loop.Drain(ending).Frames, cleaned), Is.EqualTo((19, true)));
        test.Step(3);
        Assert.That(isOver, Is.False);
        test.Step();
        Assert.That(isOver, Is.True);
    }

    [Test]
    public void Drain_DelaysOfOthersThatAreDueMeanwhile_EndInTheNextFrame()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var ticks = 0;
        var other = test.Loop.RootScope.CreateChild("other");
        other.Start(async () =>
        {
            await foreach (var _ in Every(0.01))
            {
                ticks++;
            }
        });
        ending.Start(async () =>
        {
            using (Defer(1000))
            {
                await Delay(0.5);
            }
        });
        test.Step();
        ticks = 0;
        ending.Cancel(CancelReason.EndPlay);
        var now = new FrameTime { Real = test.Now };
        var report = test.Loop.Drain([ending], [], () => now = now with { Real = now.Real + 0.1 });
        Assert.That((report.IsClean, ticks), Is.EqualTo((true, 0)));
        test.Step();
        Assert.That(ticks, Is.GreaterThan(0));
        other.Cancel();
        test.Step(2);
    }

    [Test]
    public void Drain_MoreTasksThanAreCanceledAtOnce_EndsThemAll()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var cleaned = 0;
        for (var i = 0; i < 2000; i++)
        {
            ending.Start(async () =>
            {
                try
                {
                    await Delay(1000);
                }
                finally
                {
                    cleaned++;
                }
            });
        }

        test.Step();
        ending.Cancel(CancelReason.EndPlay);
        Assert.That((test.Loop.Drain(ending).IsClean, cleaned), Is.EqualTo((true, 2000)));
    }

    [Test]
    public void Drain_PostsAndCancellationsOfOtherThreads_AreTakenIn()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var posted = new TaskCompletionSource();
        GameTask task = default;
        task = ending.Start(async () =>
        {
            using (Defer(1000))
            {
                await posted.Task;
            }
        });
        test.Step();
        ending.Cancel(CancelReason.EndPlay);
        var poster = new Thread(() => test.Loop.Post(posted.SetResult));
        poster.Start();
        poster.Join();
        Assert.That((test.Loop.Drain(ending).IsClean, task.IsCompleted), Is.EqualTo((true, true)));
    }

    [Test]
    public void Drain_TaskThatIsStartedElsewhereForCleanup_GetsItsFrames()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var saved = 0;
        ending.Start(async () =>
        {
            using (Defer(1000))
            {
                await Frames(2);
                await test.Loop.Start(Save);
            }
        });
        test.Step();
        ending.Cancel(CancelReason.EndPlay);
        Assert.That((test.Loop.Drain(ending).IsClean, saved), Is.EqualTo((true, 1)));

        async Task Save()
        {
            await Frames(2);
            await test.Loop.Start(async () => await Frames(2));
            saved++;
        }
    }

    [Test]
    public void Drain_SingleTasks_EndAndTheRestOfTheirScopeGoesOn()
    {
        using var test = new TestLoop();
        var steps = 0;
        var ending = test.Loop.Start(async () => await Delay(1000));
        var stubborn = test.Loop.Start(async () => await new TaskCompletionSource().Task, "Stubborn");
        var other = test.Loop.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                steps++;
            }
        });
        test.Step(2);
        steps = 0;
        ending.Cancel();
        stubborn.Cancel();
        var report = test.Loop.Drain([], [ending.Id, stubborn.Id], maxFrames: 10);
        Assert.That((ending.IsCompleted, report.Survivors.Single().Name, report.Frames, steps), Is.EqualTo((true, "Stubborn", 10, 0)));
        other.Cancel();
        test.Step(2);
        Assert.That(test.Loop.RootScope.CreateChild("rest").IsEmpty, Is.True);
        test.Loop.RootScope.Abandon();
    }

    [Test]
    public void Drain_StepAbandonsAnotherScope_NothingOfItRunsLater()
    {
        using var test = new TestLoop();
        var ending = test.Loop.RootScope.CreateChild("ending");
        var lost = test.Loop.RootScope.CreateChild("lost");
        var ran = false;
        lost.Start(async () =>
        {
            await Inner();
            ran = true;
        });
        ending.Start(async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                lost.Abandon();
            }
        });
        test.Step();
        ending.Cancel(CancelReason.EndPlay);
        Assert.That(test.Loop.Drain(ending).IsClean, Is.True);
        test.Step(3);
        Assert.That((ran, test.Loop.Tasks.Count), Is.EqualTo((false, 0)));

        async Task Inner()
        {
            await NextFrame();
            await NextFrame();
            ran = true;
        }
    }
}
