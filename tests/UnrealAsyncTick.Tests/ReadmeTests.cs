using MyGame;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>The README's and the tutorial's code does what they say.</summary>
public sealed class ReadmeTests
{
    [Test]
    public void Patrol_MovesAndEndsWithItsActor()
    {
        using var editor = new EditorSession();
        var patrol = editor.Attach<UPatrolComponent>(editor.Engine.BeginPlaySession(), patrol => patrol.Pause = 1);
        var actor = patrol.Owner;
        editor.Tick(25, 0.1);
        Assert.That(actor.ActorLocation.Z, Is.EqualTo(300));
        actor.DestroyActor();
        Assert.That(editor.Log, Does.Contain("the patrol ended"));
    }

    [Test]
    public void Dice_ByItsDefaults_RollOneToSix()
    {
        using var editor = new EditorSession();
        var dice = editor.Attach<UDiceComponent>(editor.Engine.BeginPlaySession());
        var roll = dice.Roll(default);
        editor.Tick(40);
        Assert.That((dice.Sides, roll.IsCompleted), Is.EqualTo((6, true)));
        Assert.That(roll.Result, Is.InRange(1, 6));
    }

    [Test]
    public void Wave_LoadsWaitsPlaysAndListens()
    {
        using var editor = new EditorSession();
        var montage = editor.Engine.Assets.Add<UAnimMontage>("/Game/Wave");
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        var mesh = actor.AddComponentByClass<USkeletalMeshComponent>(false, new FTransform());
        actor.AddComponentByClass<UWaveComponent>(false, new FTransform(), wave => wave.Wave = montage);
        editor.Tick(40, 0.1);
        Assert.That(editor.Log, Does.Contain("waved to the end: True"));
        mesh.AnimInstance.Montage_Play(montage.Object!);
        mesh.AnimInstance.Montage_Stop(0);
        editor.Tick(2);
        Assert.That(editor.Log, Does.Contain("ended, interrupted: True"));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Walk_PlansElsewhereAndArrives()
    {
        using var editor = new EditorSession();
        var walk = editor.Attach<UWalkComponent>(editor.Engine.BeginPlaySession(), walk => walk.Goal = new FVector(1000, 0, 0));
        editor.TickUntil(() => walk.Owner.ActorLocation.X == 1000);
    }

    [Test]
    public void ClickWidget_CountsClicksAndUnsubscribes()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        var widget = UObject.CreateWidget<UClickWidget>(typeof(UClickWidget));
        widget.AddToViewport();
        for (var i = 1; i <= 3; i++)
        {
            widget.Start.Click();
            editor.TickUntil(() => widget.Status.Text.ToString() == $"clicked {i}");
        }

        widget.RemoveFromParent();
        Assert.That((widget.Start.OnClicked.CountBindings(), widget.IsRunning), Is.EqualTo((0, false)));
    }
}
