using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Periodic streams: on a grid, without drift, with a policy for what was missed.</summary>
public sealed class EveryTests
{
    [Test]
    public void Every_SecondAndThreeSeconds_TickInProportion()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var one = Count(scope, 1);
        var three = Count(scope, 3);
        test.Advance(60);
        Assert.That((one.Count, three.Count), Is.EqualTo((60, 20)));
        End(test, scope);
    }

    [Test]
    public void Every_OneHourOfOddFrames_DoesNotDrift()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var ticks = Count(scope, 0.1);
        var random = new Random(1);
        while (test.Now < 3600)
        {
            test.Step(1, 0.02 + (random.NextDouble() * 0.05));
        }

        Assert.That(ticks, Has.Count.EqualTo((int)Math.Floor(test.Now / 0.1)));
        Assert.That(ticks[^1].Due, Is.EqualTo(ticks[^1].Index * 0.1).Within(1e-9));
        Assert.That(ticks.Select(tick => tick.Missed), Has.All.Zero);
        End(test, scope);
    }

    [Test]
    public void Every_Tick_ComesInTheFirstFrameAtOrAfterItsTime()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var late = new List<double>();
        scope.Start(async () =>
        {
            await foreach (var tick in Every(1))
            {
                late.Add(test.Loop.Clocks.Real.Now - tick.Due);
            }
        });
        test.Step((70 * 60) + 1, 1.0 / 70);
        Assert.That(late, Has.Count.EqualTo(60).And.All.InRange(-1e-9, 1.0 / 70));
        End(test, scope);
    }

    [TestCase(MissedTicks.Merge, "1/0 5/3 6/0")]
    [TestCase(MissedTicks.Skip, "1/0 5/3 6/0")]
    [TestCase(MissedTicks.CatchUp, "1/0 2/0 3/0 4/0 5/0 6/0")]
    public void Every_LongFrame_DoesAsThePolicySays(MissedTicks policy, string expected)
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var ticks = Count(scope, 1, policy);
        test.Step(1, 1);
        test.Step(1, 4.5);
        test.Step(4, 0);
        test.Step(1, 0.5);
        Assert.That(string.Join(' ', ticks.Select(tick => $"{tick.Index}/{tick.Missed}")), Is.EqualTo(expected));
        End(test, scope);
    }

    [Test]
    public void Every_CatchUp_GivesOneTickPerFrame()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var ticks = Count(scope, 1, MissedTicks.CatchUp);
        test.Step(1, 3);
        Assert.That(ticks, Has.Count.EqualTo(1));
        test.Step(1, 0);
        Assert.That(ticks, Has.Count.EqualTo(2));
        test.Step(5, 0);
        Assert.That(ticks, Has.Count.EqualTo(3));
        End(test, scope);
    }

    [Test]
    public void Every_SlowBody_StaysOnTheGrid()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        var ticks = new List<Tick>();
        scope.Start(async () =>
        {
            await foreach (var tick in Every(1))
            {
                ticks.Add(tick);
                await Delay(2.5);
            }
        });
        test.Advance(10);
        Assert.That(string.Join(' ', ticks.Select(tick => $"{tick.Index}/{tick.Missed}")), Is.EqualTo("1/0 3/1 6/2 8/1"));
        End(test, scope);
    }

    [Test]
    public void Every_OnTheGameClock_StopsWithPause()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("timers");
        scope.DefaultClock = Clock.Game;
        var ticks = Count(scope, 1);
        test.Advance(3);
        test.TimeDilation = 0;
        test.Advance(10);
        Assert.That(ticks, Has.Count.EqualTo(3));
        End(test, scope);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Every_PeriodThatIsNone_IsRefused(double period)
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () =>
        {
            await foreach (var _ in Every(period))
            {
            }
        });
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<ArgumentOutOfRangeException>());
        test.Step();
    }

    [Test]
    public void Every_EnumeratedTwice_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () =>
        {
            var stream = Every(1);
            await foreach (var _ in stream)
            {
                break;
            }

            await foreach (var _ in stream)
            {
                break;
            }
        });
        test.Advance(2);
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>().With.Message.Contains("once"));
    }

    [Test]
    public void Every_BrokenOff_LeavesNoTimer()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await foreach (var _ in Every(1))
            {
                break;
            }
        });
        test.Advance(1.5);
        Assert.That((test.Loop.Tasks.Count, test.Loop.Clocks.Real.PendingWaits), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Every_TokenCanceledBetweenTicks_EndsAtOnce([Values] bool fromThread)
    {
        using var test = new TestLoop();
        using var limit = new CancellationTokenSource();
        var task = test.Loop.Start(async () =>
        {
            await foreach (var _ in Every(3600).WithCancellation(limit.Token))
            {
            }
        });
        test.Step();
        if (fromThread)
        {
            FromThread.Run(limit.Cancel);
        }
        else
        {
            limit.Cancel();
        }

        test.Step();
        Assert.That((task.Task.IsCanceled, test.Loop.Clocks.Real.PendingWaits, test.Log.Errors.Count), Is.EqualTo((true, 0, 0)));
    }

    [Test]
    public void Every_EnumeratedInAnotherTask_RunsThere()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("other");
        var ids = new List<int>();
        GameTask reader = default;
        test.Loop.Start(async () =>
        {
            var stream = Every(1);
            reader = scope.Start(async () =>
            {
                await foreach (var _ in stream)
                {
                    ids.Add(TaskId);
                }
            });
            await NextFrame();
        });
        test.Advance(2);
        Assert.That(ids, Is.EqualTo([reader.Id, reader.Id]));
        End(test, scope);
        Assert.That(reader.IsCompleted, Is.True);
    }

    private static List<Tick> Count(TaskScope scope, double period, MissedTicks missed = MissedTicks.Merge)
    {
        var ticks = new List<Tick>();
        scope.Start(async () =>
        {
            await foreach (var tick in Every(period, missed))
            {
                ticks.Add(tick);
            }
        });
        return ticks;
    }

    private static void End(TestLoop test, TaskScope scope)
    {
        scope.Cancel();
        test.Step(2);
    }
}
