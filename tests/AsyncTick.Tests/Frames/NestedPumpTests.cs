using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>DESIGN "What a frame does", points 7 and 8: nothing that user code does ends the pump or enters it twice.</summary>
public sealed class NestedPumpTests
{
    [Test]
    public void Pump_InsideAStep_IsRefusedAndCounted()
    {
        using var test = new TestLoop();
        var inner = PumpResult.Drained;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            inner = test.Loop.Pump(new FrameTime(99));
        });
        test.Step();
        Assert.That((inner, test.Loop.Stats.RefusedPumps, test.Loop.FrameNumber), Is.EqualTo((PumpResult.Refused, 1L, 1L)));
        Assert.That(test.Loop.Clocks.Real.Now, Is.LessThan(1), "a refused pump must not move the clocks");
    }

    [Test]
    public void Pump_InsideAPost_IsRefused()
    {
        using var test = new TestLoop();
        var inner = PumpResult.Drained;
        test.Loop.Post(() => inner = test.Step());
        test.Step();
        Assert.That(inner, Is.EqualTo(PumpResult.Refused));
    }

    [Test]
    public void Pump_InsideAPredicate_IsRefused()
    {
        using var test = new TestLoop();
        var inner = PumpResult.Drained;
        test.Loop.Start(async () => await Until(() => test.Loop.FrameNumber > 0 && (inner = test.Loop.Pump(default)) == PumpResult.Refused));
        test.Step();
        Assert.That(inner, Is.EqualTo(PumpResult.Refused));
    }

    [Test]
    public void Pump_InsideTheFirstStepOfAStart_IsRefused()
    {
        using var test = new TestLoop();
        var inner = PumpResult.Drained;
        var id = 0;
        var task = test.Loop.Start(async () =>
        {
            inner = test.Loop.Pump(new FrameTime(1));
            await Start(async () => await NextFrame());
            id = TaskId;
        });
        test.Step(2);
        Assert.That((inner, id), Is.EqualTo((PumpResult.Refused, task.Id)));
    }

    [Test]
    public void Pump_InsideAFaultHandler_IsRefused()
    {
        using var test = new TestLoop();
        var inner = new List<PumpResult>();
        test.Loop.Faulted += _ => inner.Add(test.Loop.Pump(new FrameTime(1)));
        for (var i = 0; i < 3; i++)
        {
            test.Loop.Start(() => Task.FromException(new InvalidOperationException("x")));
        }

        test.Step();
        Assert.That(inner, Is.EqualTo([PumpResult.Refused, PumpResult.Refused, PumpResult.Refused]));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(3));
    }

    [Test]
    public void Pump_OfAnotherLoopInsideAStep_IsAllowed()
    {
        using var test = new TestLoop();
        using var inner = new TestLoop();
        var seen = 0;
        inner.Loop.Post(() => seen++);
        var after = 0;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            inner.Step();
            after = TaskId;
            await NextFrame();
            after += TaskId;
        });
        test.Step(2);
        Assert.That((seen, after), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Shutdown_InsideAStep_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () =>
        {
            await NextFrame();
            test.Loop.Shutdown();
        });
        test.Step();
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>().With.Message.Contains("inside one of its own steps"));
    }

    [Test]
    public void Shutdown_InsideTheFirstStepOfAStart_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(() =>
        {
            test.Loop.Shutdown(10, 0.01);
            return Task.CompletedTask;
        });
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>());
        Assert.That(test.Loop.RootScope.State, Is.EqualTo(ScopeState.Open));
        test.Step();
    }

    [Test]
    public void Pump_AfterDispose_SaysSo()
    {
        var test = new TestLoop();
        test.Dispose();
        Assert.That(() => test.Loop.Pump(default), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Callback_Throws_OthersRunInSameFrame()
    {
        using var test = new TestLoop();
        var ran = 0;
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            test.Loop.Post(() =>
            {
                if (number % 2 == 0)
                {
                    throw new InvalidOperationException($"post {number}");
                }

                ran++;
            });
        }

        Assert.That(test.Step(), Is.EqualTo(PumpResult.Drained));
        Assert.That((ran, test.Log.Errors.Count), Is.EqualTo((5, 5)));
    }

    [Test]
    public void Callback_ThrowsOverBudget_KeepsTheRest()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.004));
        var ran = 0;
        for (var i = 0; i < 4; i++)
        {
            test.Loop.Post(() =>
            {
                ran++;
                watch.Spend(0.003);
                throw new InvalidOperationException("slow and wrong");
            });
        }

        Assert.That((test.Step(), ran), Is.EqualTo((PumpResult.OverBudget, 2)));
        Assert.That((test.Step(), ran), Is.EqualTo((PumpResult.Drained, 4)));
    }

    [Test]
    public void Callback_ThrowsCancellation_IsReported()
    {
        using var test = new TestLoop();
        test.Loop.Post(() => throw new OperationCanceledException("nobody asked"));
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("nobody asked"));
    }

    [Test]
    public void Task_Throws_EndsItselfOnly()
    {
        using var test = new TestLoop();
        var alive = 0;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("OOOOOOPS");
        });
        test.Loop.Start(async () =>
        {
            await Frames(3);
            alive++;
        });
        test.Step(3);
        Assert.That((alive, test.Log.Errors.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void WorldHook_Throws_StepRunsAllTheSame()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = _ => throw new InvalidOperationException("no such world") });
        var ran = false;
        test.Loop.Post(() => ran = true);
        test.Step();
        Assert.That(ran, Is.True);
        Assert.That(test.Log.Errors, Has.One.Contains("no such world"));
    }

    [Test]
    public void Drain_CalledInAFirstStepOutsideAFrame_OnlyReports()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () => await Delay(double.PositiveInfinity));
        ShutdownReport report = default;
        test.Loop.Start(() =>
        {
            report = test.Loop.Drain(scope);
            return Task.CompletedTask;
        });
        Assert.That((report.Frames, report.Survivors.Count), Is.EqualTo((0, 1)));
        scope.Cancel();
        test.Step();
    }
}
