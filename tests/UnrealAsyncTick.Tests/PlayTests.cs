using AsyncTick;
using AsyncTick.Headless;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Game code without Unreal: what <c>Docs/WithoutUnreal.md</c> says of a play session in a test.</summary>
public sealed class PlayTests
{
    [Test]
    public async Task Step_ThirtyFrames_ADoorOpens()
    {
        using var play = Play.Begin();
        var door = play.Spawn<AStaticMeshActor>();
        _ = UnrealTasks.Start(door, async () => await new Tween(0.5).Run(door, FVector.Zero, new FVector(0, 0, 200), place => door.SetActorLocation(place)));
        await play.Step(15);
        Assert.That(door.ActorLocation.Z, Is.EqualTo(100).Within(15));
        await play.Step(16);
        Assert.That(door.ActorLocation.Z, Is.EqualTo(200));
    }

    [Test]
    public async Task Step_ATaskFails_TheTestDoes()
    {
        using var play = Play.Begin();
        _ = UnrealTasks.Start(async () =>
        {
            await Delay(0.1);
            throw new InvalidOperationException("boom");
        });
        await play.Step(2);
        Assert.That(async () => await play.Step(10), Throws.InvalidOperationException.With.Message.EqualTo("boom"));
    }

    [Test]
    public async Task StepUntil_StopsWhenItHolds_AndSaysWhatStillRunsWhenItDoesNot()
    {
        using var play = Play.Begin(world => world.Dilate(2));
        var done = false;
        _ = UnrealTasks.Start(async () =>
        {
            await Delay(1);
            done = true;
            await Delay(100);
        }, name: "Slow");
        await play.StepUntil(() => done);
        Assert.That(play.Engine.FrameNumber, Is.InRange(29, 32), "a second of game time at double speed");
        Assert.That(async () => await play.StepUntil(() => false, maxFrames: 3), Throws.InstanceOf<TimeoutException>().With.Message.Contains("Slow"));
    }

    [Test]
    public void End_RunsFinally_AndASecondSessionStartsAfresh()
    {
        for (var round = 0; round < 2; round++)
        {
            using var play = Play.Begin();
            var ended = false;
            UnrealTasks.Start(async () =>
            {
                try
                {
                    await Delay(1000);
                }
                finally
                {
                    ended = true;
                }
            });
            _ = play.Step(3);
            play.End();
            Assert.That((ended, play.Loop.Tasks.Count), Is.EqualTo((true, 0)));
            Assert.That(() => play.World, Throws.InvalidOperationException);
        }
    }
}
