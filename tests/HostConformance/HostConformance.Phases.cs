using AsyncTick;
using UnrealSharp.Engine;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Phases of the engine's frame, and the look at its end.</summary>
public abstract partial class HostConformance
{
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();

    [Test]
    public void Phases_OfAPlayedWorld_ComeInOrderAroundItsActors()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<string> order = [];
        var isWatched = false;
        var ticker = host.Spawn<ATicker>(world);
        ticker.Ticked = () => order.Add("actors");
        var task = UnrealTasks.Start(async () =>
        {
            // The first wait has the tick groups registered with the world.
            await Phase.PrePhysics;
            await NextFrame();
            isWatched = true;
            foreach (var phase in Phases)
            {
                await phase;
                order.Add($"{phase}");
                if (phase == Phase.PostUpdateWork)
                {
                    await NextFrame();
                    order.Add("pump");
                }
            }
        });
        host.TickUntil(() => isWatched);
        order.Clear();
        host.Tick(2);
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(order.SkipWhile(step => step == "actors").Take(7), Is.EqualTo(new[] { "BeginFrame", "PrePhysics", "actors", "PostPhysics", "PostUpdateWork", "pump", "EndOfFrame" }));
    }

    [Test]
    public void Phases_OutsidePlay_TickGroupsThrowAtOnceWithTheirName()
    {
        using var host = StartHost();
        List<string> passed = [];
        var task = UnrealTasks.Start(async () =>
        {
            foreach (var phase in Phases)
            {
                try
                {
                    await phase;
                    passed.Add($"{phase}");
                }
                catch (NotSupportedException refused) when (refused.Message.Contains(phase.ToString(), StringComparison.Ordinal))
                {
                    passed.Add($"no {phase}");
                }
            }
        }, TaskLifetime.Editor);
        host.Tick(3);
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(passed, Is.EqualTo(new[] { "BeginFrame", "no PrePhysics", "no PostPhysics", "no PostUpdateWork", "EndOfFrame" }));
    }

    [Test]
    public void Phase_WhileTheGameIsPaused_StillComes()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Pause(world);
        var frames = 0;
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                await Phase.PostPhysics;
                frames++;
            }
        });
        host.Tick(10);
        Assert.That(frames, Is.InRange(9, 10));
    }

    [Test]
    public void IdleFrames_AfterAPhaseWasAwaited_CallNoManagedCode()
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(async () => await Phase.PostPhysics);
        UnrealTasks.Start(async () => await Delay(1000));
        host.Tick(5);
        var before = (host.ManagedTicks, host.PhaseTicks);
        host.Tick(600);
        Assert.That((host.ManagedTicks, host.PhaseTicks), Is.EqualTo(before));
    }

    [Test]
    public void Answer_ThatComesDuringTheFrame_IsHandledAtItsEnd()
    {
        using var host = StartHost();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handledIn = 0L;
        UnrealTasks.Start(
            async () =>
            {
                await answer.Task;
                handledIn = host.Engine.FrameNumber;
            },
            TaskLifetime.Editor);
        host.Tick(3);
        var looks = host.PhaseTicks;
        host.Engine.AddTicker(AnswerElsewhere);
        host.Tick();
        host.Engine.RemoveTicker(AnswerElsewhere);
        Assert.That((handledIn, host.PhaseTicks - looks), Is.EqualTo((host.Engine.FrameNumber, 1)));

        // Behind the plugin's own ticker: that one has looked already.
        void AnswerElsewhere(double deltaSeconds)
        {
            var other = new Thread(() => answer.SetResult());
            other.Start();
            other.Join();
            SpinWait.SpinUntil(() => IsPosted(host.Loop), 5000);
        }
    }

    [Test]
    public void PlayEnds_WhileATaskWaitsForAPhase_ItEndsAndNothingIsWanted([Values] Phase phase)
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession();
        var ended = 0;
        UnrealTasks.Start(async () =>
        {
            try
            {
                while (true)
                {
                    await phase;
                }
            }
            finally
            {
                ended++;
            }
        });
        host.Tick(3);
        host.Engine.EndPlaySession();
        Assert.That((ended, host.Loop.Phases.CountWaiting(phase), host.Loop.Tasks.Count), Is.EqualTo((1, 0, 0)));
        host.Tick(3);
        Assert.That(host.Errors, Is.Empty);
    }

    private static unsafe bool IsPosted(GameLoop loop) => Volatile.Read(ref ((DoorbellBlock*)loop.Doorbell)->Posted) != 0;
}
