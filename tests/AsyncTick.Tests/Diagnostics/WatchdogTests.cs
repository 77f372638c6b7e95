using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

// Real threads: what is waited for is the watchdog, and each wait has a limit.
public sealed class WatchdogTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Test]
    public void HungTask_IsNamedFromOutsideWhileItHangs()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        var wasNamed = false;
        test.Loop.Start(
            async () =>
            {
                await NextFrame("Hang.cs", 3);

                // The first step may have been slow: it is compiled, and other programs want the processor.
                test.Log.Clear();
                wasNamed = SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
            },
            "hang");
        test.Step();
        Assert.That(wasNamed);
        Assert.That(test.Log.Warnings[0], Does.Contain("Task 'hang' (#1 in main), whose last wait was at Hang.cs:3, has held the thread of loop 'main'").And.Contain("still does"));
    }

    [Test]
    public void HungTask_InABlockingWait_IsNamedWithTheLineThatBlocks()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        using var end = new ManualResetEvent(false);
        test.Loop.Start(() =>
        {
            var looking = new Thread(() =>
            {
                SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
                end.Set();
            });
            looking.Start();
            end.WaitOne();
            return Task.CompletedTask;
        });
        Assert.That(test.Log.Warnings[0], Does.Match(@"and still does\. It blocks at WatchdogTests\.cs:\d+ by WaitHandle\.WaitOne; await RunInExecutor"));
    }

    [Test]
    public void HungTask_BeforeItsFirstWait_IsNamedByItsStart()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        var wasNamed = false;
        test.Loop.RootScope.Start(
            () =>
            {
                wasNamed = SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
                return Task.CompletedTask;
            },
            "start",
            "",
            "Start.cs",
            9);
        Assert.That(wasNamed);
        Assert.That(test.Log.Warnings[0], Does.Contain("'start'").And.Contain("started at Start.cs:9"));
    }

    [Test]
    public void HungTask_StartedJustBeforeTheWatchdogWentToRest_IsNamed()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });

        // A thread that is not scheduled for so long between the start and its first step: the watchdog rests after a second without work.
        test.Loop.Tasks.Started += static _ => Thread.Sleep(2000);
        var wasNamed = false;
        test.Loop.Start(
            () =>
            {
                wasNamed = SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
                return Task.CompletedTask;
            },
            "start");
        Assert.That(wasNamed);
    }

    [Test]
    public void SlowStep_AmongQuickTasks_IsNamedByTheWatchdog()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        var scope = test.Loop.RootScope.CreateChild("scope");
        var isSlow = false;
        for (var i = 0; i < 12; i++)
        {
            var id = i;
            scope.Start(
                async () =>
                {
                    while (true)
                    {
                        await NextFrame("Many.cs", 100 + id);
                        if (isSlow && id == 6)
                        {
                            isSlow = false;
                            SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
                        }
                    }
                },
                $"task {id}");
        }

        test.PumpUntil(() => test.Loop.Tasks.Snapshot().All(task => task.Resumes > 200), Limit);
        test.Log.Clear();
        isSlow = true;
        test.Step(2);
        Assert.That(test.Log.Warnings, Has.Count.GreaterThanOrEqualTo(2));
        Assert.That(test.Log.Warnings, Has.All.Contain("'task 6' (#7").And.All.Contain("Many.cs:106"));
        scope.Cancel();
        test.PumpUntil(() => test.Loop.Tasks.Count == 0, Limit);
    }

    [Test]
    public void IdleLoop_WatchdogRestsAndWakes()
    {
        using var test = new TestLoop(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        Thread.Sleep(1500); // The watchdog's own clock: it rests after a second without work.
        var wasNamed = false;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            wasNamed = SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
        });
        test.Step();
        Assert.That(wasNamed);
    }
}
