using AsyncTick;
using UnrealSharp;
using UnrealSharp.AIModule;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>What the engine does over several frames: delegates, actions, latent functions, assets.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void Operation_Canceled_TheEngineStopsAndNothingStaysSubscribed([ValueSource(typeof(EngineOperation), nameof(EngineOperation.Kinds))] string kind)
    {
        using var host = StartHost();
        var operation = EngineOperation.Make(kind, host, host.Engine.BeginPlaySession());
        var task = UnrealTasks.Start(operation.Await);
        host.Tick(3);
        Assert.That((operation.IsRunning(), task.IsCompleted), Is.EqualTo((true, false)), host.Log);

        task.Cancel();
        host.Tick(5);
        Assert.That((operation.IsRunning(), task.Task.IsCanceled), Is.EqualTo((false, true)));
        Assert.That(host.Errors, Is.Empty);
    }

    [Test]
    public void Operation_PlayEnds_EndsWithIt([ValueSource(typeof(EngineOperation), nameof(EngineOperation.Kinds))] string kind)
    {
        using var host = StartHost();
        var operation = EngineOperation.Make(kind, host, host.Engine.BeginPlaySession());
        var task = UnrealTasks.Start(operation.Await);
        host.Tick(3);
        host.Engine.EndPlaySession();
        host.Tick(5);
        Assert.That((task.IsCompleted, host.Loop.Tasks.Count, host.Engine.OpenStrongPointers <= 8), Is.EqualTo((true, 0, true)));
        Assert.That((host.Engine.Assets.LoadingCount, host.Errors.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Operations_ThousandWaitersOnDelegates_IdleFramesCallNothing()
    {
        using var host = StartHost();
        host.Loop.SetLimits(budgetSeconds: 5, graceSeconds: 5);
        var world = host.Engine.BeginPlaySession();
        var pulses = Enumerable.Range(0, 10).Select(_ => host.Attach<UPulseComponent>(world)).ToArray();
        for (var i = 0; i < 1000; i++)
        {
            var pulse = pulses[i % 10];
            UnrealTasks.Start(async () => await pulse.Next(pulse.OnPulse));
        }

        host.Tick(3);
        Assert.That(pulses[0].OnPulse.CountBindings(), Is.EqualTo(100));
        var before = host.ManagedTicks;
        host.Tick(50);
        Assert.That((host.ManagedTicks - before, host.Loop.Tasks.Count), Is.EqualTo((0, 1000)));

        pulses[3].Beat();
        host.Tick();
        Assert.That((host.Loop.Tasks.Count, pulses[3].OnPulse.CountBindings()), Is.EqualTo((900, 0)), "all of one delegate, in that frame");
    }

    [Test]
    public void Delegate_CalledWhileTheWorldTicks_ResumesInThatFrameWithNamedValues()
    {
        using var host = StartHost();
        var pulse = host.Attach<UPulseComponent>(host.Engine.BeginPlaySession());
        long resumed = 0;
        (int Number, string Label, UPulseComponent Source) got = default;
        UnrealTasks.Start(async () =>
        {
            got = await pulse.Next(pulse.OnPulse);
            resumed = host.Engine.FrameNumber;
        });
        host.Tick(3);
        pulse.BeatsInTick = true;
        host.Tick();
        Assert.That((resumed, got.Number, got.Label, ReferenceEquals(got.Source, pulse)), Is.EqualTo((host.Engine.FrameNumber, 1, "tick", true)));
    }

    [Test]
    public void Delegate_ItsActorIsDestroyed_EndsInThatFrame()
    {
        using var host = StartHost();
        var pulse = host.Attach<UPulseComponent>(host.Engine.BeginPlaySession());
        var ended = false;
        UnrealTasks.Start(
            async () =>
            {
                try
                {
                    await pulse.Next(pulse.OnPulse);
                }
                catch (ObjectDestroyedException)
                {
                    ended = true;
                }
            },
            TaskLifetime.Editor);
        host.Tick(2);
        pulse.Owner.DestroyActor();
        host.Tick();
        Assert.That((ended, host.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Operations_ThatAreDone_SayHow()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var mesh = host.Attach<USkeletalMeshComponent>(world);
        var guard = host.Spawn<AAIController>(world);
        var part = host.Attach<USceneComponent>(world);
        var level = world.AddLevel("Cellar");
        var knight = host.Engine.Assets.Add<UAnimMontage>("/Game/Knight");
        var goblins = Enumerable.Range(0, 9).Select(number => host.Engine.Assets.Add<UAnimMontage>($"/Game/Goblin{number}")).ToArray();
        List<double> parts = [];
        List<object?> results = [];
        var task = UnrealTasks.Start(async () =>
        {
            results.Add(await mesh.PlayMontage(SimulatedUser.MakeMontage(0.1f)));
            results.Add(await guard.MoveTo(new FVector(30, 0, 0)));
            results.Add(await guard.MoveTo(new FVector(30, 0, -100)));
            await LatentCalls.Run(part, info => SystemLibrary.MoveComponentTo(part, new FVector(0, 0, 9), default, false, false, 0.1f, false, EMoveComponentAction.Move, info));
            results.Add(part.RelativeLocation.Z);
            await EngineActions.StreamLevel("Cellar");
            results.Add(level.IsLevelVisible());
            using var loaded = await knight.Load();
            results.Add(loaded.Asset == knight.Object);
            results.Add((await goblins.Load(maxConcurrent: 3, new Parts(parts))).Count);
            results.Add(host.Engine.Assets.MostLoading);
            results.Add(await EngineActions.SaveGame(UObject.NewObject<USaveGame>(), "Slot"));
        });
        host.Tick(120);
        Assert.That(host.Errors, Is.Empty);
        Assert.That(results, Is.EqualTo(new object[] { true, EPathFollowingResult.Success, EPathFollowingResult.Invalid, 9.0, true, true, 9, 3, true }));
        Assert.That(parts, Is.Ordered.And.Count.EqualTo(9).And.One.EqualTo(1.0));
        Assert.That((task.IsCompleted, host.Engine.SavedGames.ContainsKey("Slot")), Is.EqualTo((true, true)));
    }

    private sealed class Parts(List<double> parts) : IProgress<double>
    {
        public void Report(double value) => parts.Add(value);
    }
}
