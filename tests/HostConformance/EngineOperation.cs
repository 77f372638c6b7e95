using AsyncTick;
using UnrealSharp;
using UnrealSharp.AIModule;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>Something that the engine does over several frames, for a task: how it is awaited, and whether the engine still does it, or calls us when it has.</summary>
internal sealed record EngineOperation(Func<Task> Await, Func<bool> IsRunning)
{
    public static readonly string[] Kinds =
        ["delegate", "delegate with filter", "stream of calls", "single-cast delegate", "delay", "move component", "asset", "asset with bundles", "class", "assets", "level", "montage", "walk", "action", "line trace", "sweep", "overlaps", "phase", "tween", "curve"];

    /// <summary>One on a world that is played.</summary>
    public static EngineOperation Make(string kind, HostUnderTest host, UWorld world)
    {
        var pulse = host.Attach<UPulseComponent>(world);
        var engine = host.Engine;
        switch (kind)
        {
            case "delegate":
                return new(async () => await pulse.Next(pulse.OnPulse), () => pulse.OnPulse.CountBindings() > 0);
            case "delegate with filter":
                return new(async () => await pulse.Next(pulse.OnPulse, call => call.Number > 1000), () => pulse.OnPulse.CountBindings() > 0);
            case "stream of calls":
                return new(
                    async () =>
                    {
                        await foreach (var _ in pulse.All(pulse.OnPulse))
                        {
                        }
                    },
                    () => pulse.OnPulse.CountBindings() > 0);
            case "single-cast delegate":
                return new(async () => await pulse.Next((TDelegate<FOnAnswered> answer) => pulse.Ask(answer), _ => pulse.ForgetAsking()), () => pulse.IsAsked);
            case "delay":
                return new(() => LatentCalls.Run(info => SystemLibrary.Delay(1000, info)), () => world.CountLatentActions() > 0);
            case "move component":
                var part = host.Attach<USceneComponent>(world);
                return new(
                    () => LatentCalls.Run(part, info => SystemLibrary.MoveComponentTo(part, new FVector(0, 0, 9000), default, false, false, 1000, false, EMoveComponentAction.Move, info)),
                    () => world.CountLatentActions() > 0);
            case "asset":
                var asset = engine.Assets.Add<UAnimMontage>("/Game/Slow", 1000);
                return new(() => EngineActions.LoadAsset(asset), () => engine.Assets.LoadingCount > 0);
            case "asset with bundles":
                var primary = engine.Assets.Add<UAnimMontage>("/Game/Menu", 1000);
                engine.Assets.AddBundle(primary, "Menu", engine.Assets.Add<UAnimMontage>("/Game/MenuMusic", 1000));
                return new(() => primary.Load(priority: 100, bundles: ["Menu"], new Progress<double>()), () => engine.Assets.LoadingCount > 0 || engine.Assets.HeldLoads > 0);
            case "class":
                var type = engine.Assets.AddClass<ACharacter>("/Game/SlowClass", 1000);
                return new(() => EngineActions.LoadClass(type), () => engine.Assets.LoadingCount > 0);
            case "assets":
                var all = Enumerable.Range(0, 20).Select(number => engine.Assets.Add<UAnimMontage>($"/Game/Slow{number}", 1000)).ToArray();
                return new(() => all.Load(maxConcurrent: 4), () => engine.Assets.LoadingCount > 0);
            case "level":
                var level = world.AddLevel("Cellar", framesToLoad: 1000);
                return new(() => EngineActions.StreamLevel("Cellar"), level.IsWanted);
            case "montage":
                var mesh = host.Attach<USkeletalMeshComponent>(world);
                var montage = SimulatedUser.MakeMontage(1000);
                return new(() => mesh.PlayMontage(montage), () => mesh.AnimInstance.Montage_IsPlaying(montage) || mesh.AnimInstance.OnMontageEnded.CountBindings() > 0);
            case "walk":
                var guard = host.Spawn<AAIController>(world);
                return new(() => guard.MoveTo(new FVector(1e6, 0, 0)), () => guard.IsWalking() || guard.ReceiveMoveCompleted.CountBindings() > 0);
            case "action":
                var action = UObject.NewObject<UEndlessAction>();
                return new(() => action.ActivateAndWait(), () => action.IsBusy);
            case "line trace":
                host.Pause(world);
                return new(async () => await world.LineTrace(FVector.Zero, new FVector(0, 0, -100)), () => host.WaitingQueries > 0);
            case "sweep":
                host.Pause(world);
                return new(async () => await world.SweepAll(CollisionShape.Sphere(10), FVector.Zero, new FVector(0, 0, -100)), () => host.WaitingQueries > 0);
            case "overlaps":
                host.Pause(world);
                return new(async () => await world.Overlaps(CollisionShape.Box(FVector.One), FVector.Zero), () => host.WaitingQueries > 0);
            case "phase":
                Beats phases = new();
                return new(
                    async () =>
                    {
                        while (true)
                        {
                            await Phase.PrePhysics;
                            phases.Count++;
                        }
                    },
                    phases.HaveCome);
            case "tween":
                Beats values = new();
                return new(() => new Tween(1000).Run(pulse, 0, 1, _ => values.Count++), values.HaveCome);
            case "curve":
                Beats heights = new();
                var curve = UObject.NewObject<UCurveFloat>();
                curve.SetKey(0, 0);
                curve.SetKey(1000, 1);
                return new(() => curve.Play(_ => heights.Count++), heights.HaveCome);
            default:
                throw new ArgumentException($"There is no operation '{kind}'.");
        }
    }

    /// <summary>Something that comes every frame while it runs.</summary>
    private sealed class Beats
    {
        private int _seen;

        public int Count { get; set; }

        /// <summary>Whether any has come since it was asked last.</summary>
        public bool HaveCome()
        {
            var seen = _seen;
            _seen = Count;
            return Count != seen;
        }
    }
}
