using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The world travels with the task, and its clocks with its scope.</summary>
public sealed class WorldTests
{
    [Test]
    public void WorldHook_StepsOfSeveralWorlds_IsToldOnlyChanges()
    {
        var trace = new Trace();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = world => trace.Add(world ?? "none") });
        var one = WorldOf(test, "one");
        var two = WorldOf(test, "two");
        foreach (var scope in new[] { one, one, two, two, one })
        {
            scope.Start(async () =>
            {
                await NextFrame();
                trace.Add("step");
            });
        }

        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("one step step two step step one step"));
    }

    [Test]
    public void WorldHook_EachFrame_IsToldAnew()
    {
        var trace = new Trace();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = world => trace.Add(world ?? "none") });
        WorldOf(test, "one").Start(async () => await Frames(3));
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("one one one"));
    }

    [Test]
    public void WorldHook_NestedStart_GoesThereAndBack()
    {
        var trace = new Trace();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = world => trace.Add(world ?? "none") });
        var two = WorldOf(test, "two");
        WorldOf(test, "one").Start(async () =>
        {
            await NextFrame();
            two.Start(() =>
            {
                trace.Add("inside");
                return Task.CompletedTask;
            });
            trace.Add("outside");
        });
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("one two inside one outside"));
    }

    [Test]
    public void WorldHook_NoWorlds_IsToldNull()
    {
        var told = new List<object?>();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = told.Add });
        test.Loop.Post(() => { });
        test.Loop.Start(async () => await NextFrame());
        test.Step();
        Assert.That(told, Is.EqualTo(new object?[] { null }));
    }

    [Test]
    public void WorldHook_NeverSeesALoopsOwnMarks()
    {
        var told = new List<object?>();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = told.Add });
        test.Loop.Faulted += _ => WorldOf(test, "one").Start(() => Task.CompletedTask);
        test.Loop.Start(() => Task.FromException(new InvalidOperationException("x")));
        test.Step(2);
        Assert.That(told, Has.All.Null.Or.All.EqualTo("one"));
    }

    [Test]
    public void World_IdleFrame_TellsNobody()
    {
        var told = 0;
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = _ => told++ });
        test.Step(5);
        Assert.That(told, Is.Zero);
    }

    [Test]
    public void World_OfAScope_IsInheritedByItsChildren()
    {
        using var test = new TestLoop();
        var world = WorldOf(test, "one");
        world.DefaultClock = Clock.Game;
        using var clocks = test.Loop.CreateClocks("one");
        world.Clocks = clocks;
        var actor = world.CreateChild("actor");
        Assert.That((actor.World, actor.DefaultClock, actor.Clocks), Is.EqualTo(("one", Clock.Game, clocks)));
    }

    [Test]
    public void DefaultClock_SetToDefault_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Loop.RootScope.DefaultClock = Clock.Default, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Clocks_OfTwoWorlds_PassIndependently()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var slow = AddWorld(test, "slow");
        var fast = AddWorld(test, "fast");
        foreach (var (scope, _) in new[] { slow, fast })
        {
            scope.Start(async () =>
            {
                await Delay(1);
                trace.Add(scope.Name + "@" + test.Loop.FrameNumber);
            });
        }

        for (var frame = 1; frame <= 12; frame++)
        {
            slow.Clocks.Advance(new FrameTime(0, frame * 0.1));
            fast.Clocks.Advance(new FrameTime(0, frame * 0.5));
            test.Step();
        }

        Assert.That(trace.ToString(), Is.EqualTo("fast@2 slow@10"));
        slow.Clocks.Dispose();
        fast.Clocks.Dispose();
    }

    [Test]
    public void Clocks_Paused_GameWaitsAndRealGoesOn()
    {
        using var test = new TestLoop { TimeDilation = 0 };
        var trace = new Trace();
        void Start(Clock clock) => test.Loop.Start(async () =>
        {
            await Delay(1, clock);
            trace.Add(clock);
        });

        Start(Clock.Real);
        Start(Clock.Game);
        Start(Clock.Unpaused);
        Start(Clock.Audio);
        test.Advance(2);
        Assert.That(trace.ToString(), Is.EqualTo("Real Unpaused"));
        test.TimeDilation = 1;
        test.Advance(1);
        Assert.That(trace.ToString(), Is.EqualTo("Real Unpaused Game Audio"));
    }

    [Test]
    public void Clocks_Dilated_GameDelayTakesLonger()
    {
        using var test = new TestLoop { TimeDilation = 0.5 };
        var task = test.Loop.Start(async () => await Delay(1, Clock.Game));
        test.Advance(1.9);
        Assert.That(task.IsCompleted, Is.False);
        test.Advance(0.2);
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Clocks_WorldEnded_CanceledWaitsEnd()
    {
        using var test = new TestLoop();
        var (scope, clocks) = AddWorld(test, "world");
        var task = scope.Start(async () => await Delay(100));
        test.Step();
        scope.Cancel(CancelReason.SessionEnd);
        clocks.Dispose();
        test.Step();
        Assert.That((task.Task.IsCanceled, clocks.Game.PendingWaits), Is.EqualTo((true, 0)));
    }

    private static TaskScope WorldOf(TestLoop test, string name)
    {
        var scope = test.Loop.RootScope.CreateChild(name);
        scope.World = name;
        return scope;
    }

    private static (TaskScope Scope, ClockSet Clocks) AddWorld(TestLoop test, string name)
    {
        var scope = WorldOf(test, name);
        scope.Clocks = test.Loop.CreateClocks(name);
        scope.DefaultClock = Clock.Game;
        return (scope, scope.Clocks);
    }
}
