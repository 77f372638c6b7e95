using AsyncTick;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Components between BeginPlay and EndPlay.</summary>
public sealed class ComponentTests
{
    private static async Task Forever(UProbeComponent probe)
    {
        while (true)
        {
            await Delay(0.1);
            probe.Steps++;
        }
    }

    [Test]
    public void Component_BeginPlay_RunsAndIsListed()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = Forever);
        Assert.That(editor.Loop.Tasks.Snapshot().Single().ScopePath, Does.StartWith("Engine/Play session 1/World "));
        editor.Tick(62);
        Assert.That(probe.Steps, Is.EqualTo(10).Within(1));
    }

    [TestCase(EEndPlayReason.Destroyed, CancelReason.EndPlay)]
    [TestCase(EEndPlayReason.LevelTransition, CancelReason.SessionEnd)]
    [TestCase(EEndPlayReason.EndPlayInEditor, CancelReason.SessionEnd)]
    public void Component_EndPlay_CleansUpWhileTheActorLives(EEndPlayReason reason, CancelReason expected)
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = Forever);
        var actor = probe.Owner;
        editor.Tick(2);
        switch (reason)
        {
            case EEndPlayReason.Destroyed:
                actor.DestroyActor();
                break;
            case EEndPlayReason.LevelTransition:
                editor.Engine.CloseWorld(world);
                break;
            default:
                editor.Engine.EndPlaySession();
                break;
        }

        Assert.That((probe.EndedWith, probe.OwnerWasAliveAtTheEnd), Is.EqualTo(((CancelReason?)expected, true)));
        Assert.That(editor.Loop.Tasks.Count, Is.Zero);
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Delay_GameTime_FollowsPauseDilationAndTheActor()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var plain = editor.Attach<UProbeComponent>(world, probe => probe.Body = Forever);
        var fast = editor.Attach<UProbeComponent>(world, probe => probe.Body = Forever);
        fast.Owner.CustomTimeDilation = 3;
        editor.Tick(100, 0.1);
        Assert.That((plain.Steps, fast.Steps), Is.EqualTo((99, 100)).Or.EqualTo((100, 100)), "one step a frame at most");

        (plain.Steps, fast.Steps) = (0, 0);
        world.Dilate(0.5);
        editor.Tick(100, 0.02);
        Assert.That(plain.Steps, Is.EqualTo(10).Within(1));
        Assert.That(fast.Steps, Is.EqualTo(30).Within(5));

        (plain.Steps, fast.Steps) = (0, 0);
        world.Pause();
        editor.Tick(100, 0.1);
        Assert.That((plain.Steps, fast.Steps), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Component_AfterManyIdleFrames_StillMeasuresFromNow()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        editor.Tick(600);
        Assert.That(editor.Module.ManagedTicks, Is.LessThan(5), "idle frames do not reach managed code");
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = async me =>
        {
            await Delay(1);
            await Delay(1, Clock.Real);
            me.Steps++;
        });
        editor.Tick(100);
        Assert.That(probe.Steps, Is.Zero);
        editor.Tick(25);
        Assert.That(probe.Steps, Is.EqualTo(1));
    }

    [Test]
    public void Component_Throws_IsLoggedWithItsNameInTheSameFrame()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = async _ =>
        {
            await NextFrame();
            throw new InvalidOperationException("OOOOOOPS");
        });
        editor.Tick();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("OOOOOOPS").And.One.Contains(nameof(UProbeComponent)).And.One.Contains("ComponentTests.cs"));
    }

    [Test]
    public void StartTask_DuringTeardown_IsRefusedByName()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        Exception? refused = null;
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = async me =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                refused = Assert.Throws<ScopeClosedException>(() => me.Go(() => Task.CompletedTask));
            }
        });
        editor.Engine.EndPlaySession();
        Assert.That(refused!.Message, Does.Contain("SessionEnd"));
        Assert.That(() => UnrealTasks.Start(probe, () => Task.CompletedTask), Throws.InvalidOperationException);
    }

    [Test]
    public void ActorDestroyed_WhileItsTaskIsOffThread_NothingRunsOnTheGameThreadAfterwards()
    {
        using var editor = new EditorSession();
        using var gate = new ManualResetEventSlim();
        var world = editor.Engine.BeginPlaySession();
        var after = false;
        var cleaned = false;
        var probe = editor.Attach<UProbeComponent>(world, probe => probe.Body = async _ =>
        {
            try
            {
                await SwitchToThreadPool();
                gate.Wait();
                await SwitchToGameThread();
                after = true;
            }
            finally
            {
                cleaned = true;
            }
        });
        probe.Owner.DestroyActor();
        gate.Set();
        editor.TickUntil(() => cleaned);
        editor.Tick(2);
        Assert.That((after, editor.Loop.Tasks.Count), Is.EqualTo((false, 0)));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Component_WithoutThePlugin_SaysSoAndLeavesTheGameAlone()
    {
        using var editor = new EditorSession(startPlugin: false);
        var world = editor.Engine.BeginPlaySession();
        editor.Attach<UProbeComponent>(world, probe => probe.Body = Forever);
        editor.Tick(2);
        editor.Engine.EndPlaySession();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("AsyncTick is not running"));
    }

    [Test]
    public void ActorScope_PlainActor_EndsWithItsEndPlay()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var actor = editor.Spawn<ACharacter>(world);
        var reason = CancelReason.None;
        UnrealTasks.Start(actor, async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException cancelled)
            {
                reason = cancelled.Reason;
                throw;
            }
        });
        Assert.That(actor.OnEndPlay.BindingCount, Is.EqualTo(1));
        actor.DestroyActor();
        Assert.That((reason, actor.OnEndPlay.BindingCount), Is.EqualTo((CancelReason.EndPlay, 0)));
    }
}
