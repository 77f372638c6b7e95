using AsyncTick;
using AsyncTick.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>Tweens and curves of the engine's values.</summary>
public sealed class MotionTests
{
    [Test]
    public void Place_AndColor_GoInAStraightLineToExactlyTheEnd()
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        List<FLinearColor> colors = [];
        var end = new FVector(0.1, 0.2, 0.3);
        UnrealTasks.Start(actor, async () => await new Tween(1).Run(actor, new FVector(10, 0, 0), end, place => actor.SetActorLocation(place)));
        UnrealTasks.Start(actor, async () => await new Tween(1).Run(actor, new FLinearColor(0, 0, 0), new FLinearColor(1, 0.5f, 0.1f), colors.Add));
        editor.Tick(5, 0.1);
        Assert.That(actor.ActorLocation.X, Is.EqualTo(5.05).Within(1e-6));
        Assert.That(colors[^1].G, Is.EqualTo(0.25f).Within(1e-5));
        editor.Tick(6, 0.1);
        Assert.That((actor.ActorLocation, colors[^1]), Is.EqualTo((end, new FLinearColor(1, 0.5f, 0.1f))));
    }

    [Test]
    public void Rotation_GoesTheShorterWay([Values] bool asTransform)
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        var (from, to) = (new FRotator(0, 170, 0), new FRotator(0, -170, 0));
        List<double> yaws = [];
        UnrealTasks.Start(actor, async () => _ = asTransform
            ? await new Tween(1).Run(actor, new FTransform(from, FVector.Zero), new FTransform(to, FVector.One), place => yaws.Add(new FRotator(place.Rotation).Yaw))
            : await new Tween(1).Run(actor, from, to, angles => yaws.Add(angles.Yaw)));
        editor.Tick(11, 0.1);
        Assert.That(yaws.Select(yaw => Math.Abs(Math.IEEERemainder(yaw, 360))), Is.All.GreaterThan(169.9));
        Assert.That(Math.IEEERemainder(yaws[5], 360), Is.EqualTo(180).Within(1e-6).Or.EqualTo(-180).Within(1e-6));
        Assert.That(yaws[^1], Is.EqualTo(-170).Within(1e-6));
    }

    [TestCase("destroyed")]
    [TestCase("play ends")]
    [TestCase("canceled")]
    public void Tween_EndsWithItsObject_ItsPlayAndItsTask(string how)
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        var values = 0;
        var task = UnrealTasks.Start(async () => await new Tween(1000).Run(actor, 0, 1, _ => values++));
        editor.Tick(3);
        switch (how)
        {
            case "destroyed":
                actor.DestroyActor();
                break;
            case "play ends":
                editor.Engine.EndPlaySession();
                break;
            default:
                task.Cancel();
                break;
        }

        editor.Tick();
        var last = values;
        editor.Tick(10);
        Assert.That((values, task.IsCompleted, editor.Loop.Tasks.Count), Is.EqualTo((last, true, 0)));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Tween_WhileTheGameIsPaused_StandsStill()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var actor = editor.Spawn<AActor>(world);
        var value = 0.0;
        UnrealTasks.Start(actor, async () => await new Tween(1).Run(actor, 0, 10, x => value = x));
        editor.Tick(4, 0.1);
        world.Pause();
        editor.Tick(20, 0.1);
        Assert.That(value, Is.EqualTo(4).Within(1e-6));
    }

    [Test]
    public void Curves_ArePlayedFromTheirFirstKeyToTheirLast()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        var heights = UObject.NewObject<UCurveFloat>();
        heights.SetKey(1, 0);
        heights.SetKey(2, 8);
        heights.SetKey(3, 2);
        var places = UObject.NewObject<UCurveVector>();
        places.SetKey(0, 1, 2, 3);
        places.SetKey(1, 3, 2, 1);
        var colors = UObject.NewObject<UCurveLinearColor>();
        colors.SetKey(0, 0, 0, 0, 0);
        colors.SetKey(1, 1, 1, 1, 0.5f);
        List<float> values = [];
        FVector place = default;
        FLinearColor color = default;
        UnrealTasks.Start(async () => await heights.Play(values.Add, rate: 2));
        UnrealTasks.Start(async () => await places.Play(x => place = x));
        UnrealTasks.Start(async () => await colors.Play(x => color = x));
        editor.Tick(5, 0.1);
        Assert.That(values[0], Is.Zero);
        Assert.That(values[^1], Is.EqualTo(8f).Within(1e-4));
        editor.Tick(6, 0.1);
        Assert.That((values[^1], place, color.A), Is.EqualTo((2f, new FVector(3, 2, 1), 0.5f)));
        Assert.That(() => heights.Play(values.Add, rate: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Tween_SteadyState_AllocatesNothing()
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        FTransform last = default;
        var plain = UnrealTasks.Start(actor, async () =>
        {
            while (true)
            {
                await Async.NextFrame();
            }
        });
        editor.Tick(5);

        // What the simulated module allocates when a task's world becomes current is not the tween's.
        var bytes = Allocation.Of(Pump);
        plain.Cancel();
        UnrealTasks.Start(actor, async () => await new Tween(10_000).Run(actor, new FTransform(), new FTransform(new FRotator(0, 90, 0), FVector.One), x => last = x));
        editor.Tick(5);
        Assert.That((Allocation.Of(Pump), last.Location.X > 0), Is.EqualTo((bytes, true)));

        void Pump() => editor.Loop.Pump(editor.Loop.Clocks.Time + new FrameTime(0.01));
    }
}
