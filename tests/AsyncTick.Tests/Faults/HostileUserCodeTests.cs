using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>User code that throws where the loop calls it, with exceptions that throw themselves: nothing leaves Pump or Cancel, and later frames go on.</summary>
public sealed class HostileUserCodeTests
{
    [Test]
    [Category("case 44")]
    [Category("case 44")]
    public void OverdueDefer_TokenCallbackThrows_LaterFramesGoOn([Values] bool isMute)
    {
        using var test = new TestLoop();
        var frames = Count(test.Loop);
        var task = test.Loop.Start(async () =>
        {
            using (Defer(0.05))
            {
                Token.Register(() => throw Evil(isMute));
                await Delay(100);
            }
        });
        test.Step();
        task.Cancel();
        AssertGoesOn(test, frames, 20);
        Assert.That(test.Log.Errors, Is.Not.Empty);
    }

    [Test]
    public void OverdueDefer_TokenCallbackThrowsWhileLogThrowsToo_LaterFramesGoOn()
    {
        var log = new ThrowingLog();
        using var loop = new GameLoop(new GameLoopOptions { Log = log, RepeatSeconds = 0, BudgetSeconds = 5 });
        var frames = Count(loop);
        var task = loop.Start(async () =>
        {
            using (Defer(0.05))
            {
                Token.Register(static () => throw new MuteException());
                await Delay(100);
            }
        });
        var time = 0.0;
        Pump(loop, ref time, 2);
        task.Cancel();
        var before = frames[0];
        Pump(loop, ref time, 20);
        Assert.That(frames[0] - before, Is.EqualTo(20));
        Assert.That(log.Calls, Is.GreaterThan(0));
        loop.RootScope.CancelTasks();
        Pump(loop, ref time, 3);
    }

    [Test]
    public void Cancel_TokenCallbackThrowsWhileLogThrowsToo_DoesNotThrow([Values] bool ofScope)
    {
        using var loop = new GameLoop(new GameLoopOptions { Log = new ThrowingLog(), RepeatSeconds = 0, BudgetSeconds = 5 });
        var scope = loop.RootScope.CreateChild("scope");
        scope.Token.Register(static () => throw new MuteException());
        var task = scope.Start(static async () =>
        {
            Token.Register(static () => throw new MuteException());
            await Delay(100);
        });
        var time = 0.0;
        Pump(loop, ref time, 2);
        Assert.DoesNotThrow(() =>
        {
            if (ofScope)
            {
                scope.Cancel();
            }
            else
            {
                task.Cancel();
            }
        });
        Pump(loop, ref time, 3);
        Assert.That(loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void Log_Throws_TasksAndFaultsGoOn()
    {
        using var loop = new GameLoop(new GameLoopOptions { Log = new ThrowingLog(), BudgetSeconds = 5 });
        var faults = 0;
        loop.Faulted += _ => faults++;
        var frames = Count(loop);
        loop.Start(static async () =>
        {
            await NextFrame();
            throw new MuteException();
        });
        loop.Post(static () => throw new MuteException());
        var reached = false;
        loop.Start(async () =>
        {
            await NextFrame();
            Log("a line");
            reached = true;
        });
        var time = 0.0;
        Pump(loop, ref time, 10);
        Assert.Multiple(() =>
        {
            Assert.That(frames[0], Is.EqualTo(10));
            Assert.That(faults, Is.EqualTo(2));
            Assert.That(reached, "a line that could not be written is no fault of the task");
        });
        loop.RootScope.CancelTasks();
        Pump(loop, ref time, 3);
    }

    [Test]
    public void FaultedHandler_Throws_OtherHandlersAndFramesGoOn()
    {
        using var test = new TestLoop();
        var told = 0;
        test.Loop.Faulted += static _ => throw new MuteException();
        test.Loop.Faulted += _ => told++;
        var frames = Count(test.Loop);
        test.Loop.Start(static async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("first");
        });
        AssertGoesOn(test, frames, 10);
        Assert.That(told, Is.EqualTo(1), "a handler that throws keeps nothing from the next");
    }

    [Test]
    public void MessageOfALine_Throws_IsNoFaultOfTheTask()
    {
        using var test = new TestLoop();
        var reached = false;
        test.Loop.Start(() =>
        {
            Log(new MuteObject());
            LogWarning(new MuteObject());
            LogError(new MuteObject());
            reached = true;
            return Task.CompletedTask;
        });
        test.Step();
        Assert.That(reached);
        Assert.That(test.Log.Errors, Has.One.Contains("MuteObject"));
    }

    private static Exception Evil(bool isMute) => isMute ? new MuteException() : new InvalidOperationException("plain");

    private static int[] Count(GameLoop loop)
    {
        var frames = new int[1];
        loop.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                frames[0]++;
            }
        });
        return frames;
    }

    private static void AssertGoesOn(TestLoop test, int[] frames, int count)
    {
        var before = frames[0];
        for (var i = 0; i < count; i++)
        {
            Assert.That(test.Step(), Is.Not.EqualTo(PumpResult.Refused));
        }

        Assert.That(frames[0] - before, Is.EqualTo(count));
        test.Loop.RootScope.CancelTasks();
        test.Step(3);
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    private static void Pump(GameLoop loop, ref double time, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            time += 0.02;
            Assert.That(loop.Pump(new FrameTime(time, time, time, time)), Is.Not.EqualTo(PumpResult.Refused));
        }
    }

    private sealed class MuteObject
    {
        public override string ToString() => throw new MuteException();
    }

    private sealed class ThrowingLog : ILogSink
    {
        public int Calls { get; private set; }

        public bool IsEnabled(LogVerbosity verbosity) => throw new MuteException();

        public void Write(LogVerbosity verbosity, string message)
        {
            Calls++;
            throw new MuteException();
        }
    }
}
