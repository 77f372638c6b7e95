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
            catch (GameTaskCanceledException canceled)
            {
                reason = canceled.Reason;
                throw;
            }
        });
        Assert.That(actor.OnEndPlay.CountBindings(), Is.EqualTo(1));
        actor.DestroyActor();
        Assert.That((reason, actor.OnEndPlay.CountBindings()), Is.EqualTo((CancelReason.EndPlay, 0)));
    }
}
