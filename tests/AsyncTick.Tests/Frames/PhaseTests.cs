using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Phases of the host's frame, and the second look at what other threads have posted.</summary>
public sealed class PhaseTests
{
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();

    [Test]
    public void Phases_AwaitedOneAfterTheOther_ComeInTheFramesOrder()
    {
        using var test = new TestLoop();
        List<string> order = [];
        foreach (var phase in Phases.Reverse())
        {
            test.Loop.Start(async () =>
            {
                await phase;
                order.Add($"{phase}");
            });
        }

        test.Loop.Start(async () =>
        {
            await NextFrame();
            order.Add("pump");
        });
        test.Step();
        Assert.That(order, Is.EqualTo(new[] { "BeginFrame", "PrePhysics", "PostPhysics", "PostUpdateWork", "pump", "EndOfFrame" }));
    }

    [Test]
    public void Phases_AwaitedInTurn_PassInOneFrame_AndTheNextRoundInTheNext()
    {
        using var test = new TestLoop();
        List<(Phase, long)> passed = [];
        test.Loop.Start(async () =>
        {
            for (var round = 0; round < 2; round++)
            {
                foreach (var phase in Phases)
                {
                    await phase;
                    passed.Add((phase, test.Loop.FrameNumber));
                }
            }
        });
        test.Step();
        Assert.That(passed, Has.Count.EqualTo(5));
        test.Step();
        Assert.That(passed.Select(each => each.Item1), Is.EqualTo(Phases.Concat(Phases)));
    }

    [Test]
    public void Phase_ThatTheHostLacks_ThrowsAtOnceWithItsName([Values] bool hasOthers)
    {
        using var loop = new GameLoop(new GameLoopOptions { Log = new NullLogSink(), Name = "bare" });
        loop.Phases.Offer(Phase.EndOfFrame, hasOthers);
        var task = loop.Start(async () => await Phase.PrePhysics);
        var refused = Assert.Throws<NotSupportedException>(() => task.Task.GetAwaiter().GetResult());
        Assert.That(refused.Message, Does.Contain("PrePhysics").And.Contain("'bare'"));
    }

    [Test]
    public void Phase_RunsOnlyWhoWaitsForIt()
    {
        using var test = new TestLoop();
        var loop = test.Loop;
        var signal = new AsyncManualResetEvent();
        List<string> order = [];
        loop.Start(async () =>
        {
            await signal.WaitAsync();
            order.Add("woken by the phase");
        });
        loop.Start(async () =>
        {
            await Phase.PostPhysics;
            signal.Set();
            order.Add("phase");
        });
        Assert.That(loop.Pump(Phase.PrePhysics), Is.EqualTo(PumpResult.Idle));
        Assert.That(loop.Pump(Phase.PostPhysics), Is.EqualTo(PumpResult.Drained));
        Assert.That(order, Is.EqualTo(new[] { "phase" }));
        test.Step();
        Assert.That(order, Is.EqualTo(new[] { "phase", "woken by the phase" }));
    }

    [Test]
    public void Phase_FaultInside_EndsThatTaskOnly()
    {
        using var test = new TestLoop();
        var went = false;
        test.Loop.Start(async () =>
        {
            await Phase.PostPhysics;
            throw new InvalidOperationException("boom");
        });
        test.Loop.Start(async () =>
        {
            await Phase.PostPhysics;
            went = true;
        });
        test.Loop.Pump(Phase.PostPhysics);
        Assert.That((went, test.Loop.Tasks.Count), Is.EqualTo((true, 0)));
        Assert.That(test.Log.Lines.Count(line => line.Text.Contains("boom", StringComparison.Ordinal)), Is.EqualTo(1), "in the same frame");
    }

    [Test]
    public void Doorbell_NamesThePhasesThatAreAwaited_AndForgetsThemWhenCanceled()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Phase.PostUpdateWork);
        Assert.That(Bell(test.Loop).Phases, Is.EqualTo(1 << (int)Phase.PostUpdateWork));
        task.Cancel();
        test.Step();
        Assert.That((Bell(test.Loop).Phases, task.IsCompleted, test.Loop.Phases.CountWaiting(Phase.PostUpdateWork)), Is.EqualTo((0, true, 0)));
    }

    [Test]
    public void Post_DuringTheFrame_IsHandledAtItsEnd([Values] Phase phase)
    {
        using var test = new TestLoop();
        var ran = false;
        test.Step();
        var other = new Thread(() => test.Loop.Post(() => ran = true));
        other.Start();
        other.Join();
        Assert.That((Bell(test.Loop).Posted, Bell(test.Loop).Ready), Is.EqualTo((1, 1)));
        var isLook = phase is Phase.BeginFrame or Phase.EndOfFrame;
        Assert.That(test.Loop.Pump(phase), Is.EqualTo(isLook ? PumpResult.Drained : PumpResult.Idle));
        Assert.That((ran, Bell(test.Loop).Posted), Is.EqualTo((isLook, isLook ? 0 : 1)));
        test.Step();
        Assert.That((ran, Bell(test.Loop).Posted, Bell(test.Loop).Ready), Is.EqualTo((true, 0, 0)));
    }

    [Test]
    public void Look_AfterTheBudgetIsSpent_LeavesEverythingForTheNextFrame()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 0, RepeatSeconds = 0, Name = "test" });
        var steps = 0;
        for (var i = 0; i < 100; i++)
        {
            test.Loop.Post(() => steps++);
        }

        test.Step();
        var afterPump = steps;
        var other = new Thread(() => test.Loop.Post(() => steps++));
        other.Start();
        other.Join();
        test.Loop.Pump(Phase.EndOfFrame);
        Assert.That((afterPump, steps), Is.EqualTo((afterPump, afterPump)));
        Assert.That(Bell(test.Loop).Ready, Is.EqualTo(1));
        test.Step(200);
        Assert.That(steps, Is.EqualTo(101));
    }

    [Test]
    public void List_SaysWhichPhaseIsAwaited()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Phase.PostPhysics);
        Assert.That(test.Loop.Tasks.Snapshot().Single().Wait.ToString(), Does.StartWith("phase PostPhysics"));
        task.Cancel();
        test.Step();
    }

    private static unsafe DoorbellBlock Bell(GameLoop loop) => *(DoorbellBlock*)loop.Doorbell;
}
