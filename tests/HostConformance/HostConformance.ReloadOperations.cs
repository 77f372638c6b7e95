using UnrealSharp.AIModule;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>The game's assembly is unloaded while the engine works for its tasks.</summary>
public abstract partial class HostConformance
{
    private const string Operations = """
        using UnrealAsyncTick.Conformance;
        using UnrealSharp;
        using UnrealSharp.AIModule;
        using UnrealSharp.CoreUObject;
        using UnrealSharp.StandIn;

        namespace Game;

        [UModule]
        public class FOperations : IModuleInterface
        {
            private const bool IsDeaf = false;

            public void StartupModule()
            {
                var pulse = (UPulseComponent)AppDomain.CurrentDomain.GetData("operations-pulse")!;
                var mesh = (USkeletalMeshComponent)AppDomain.CurrentDomain.GetData("operations-mesh")!;
                var guard = (AAIController)AppDomain.CurrentDomain.GetData("operations-guard")!;
                var curve = (UCurveFloat)AppDomain.CurrentDomain.GetData("operations-curve")!;
                var world = guard.World;
                Start("phase", async () => { while (true) { await Phase.PrePhysics; } });
                Start("last phase", async () => { while (true) { await Phase.EndOfFrame; } });
                Start("tween", async () => await new Tween(1000, Easing.OutCubic).Run(guard, guard.ActorRotation, default, angles => guard.SetActorRotation(angles)));
                Start("curve", async () => await curve.Play(height => guard.CustomTimeDilation = height));
                Start("line", async () => { while (true) { await world.LineTrace(default, new FVector(0, 0, -100), new CollisionFilter { Ignored = guard }); } });
                Start("sweep", async () => { while (true) { await world.SweepAll(CollisionShape.Sphere(10), default, new FVector(0, 0, -100)); } });
                Start("overlaps", async () => { while (true) { await world.Overlaps(CollisionShape.Box(new FVector(10)), default); } });
                Start("next", async () => await pulse.Next(pulse.OnPulse));
                Start("filter", async () => await pulse.Next(pulse.OnPulse, call => call.Number > 1000));
                Start("stream", async () => { await foreach (var call in pulse.All(pulse.OnPulse)) { if (call.Number < 0) { return; } } });
                Start("single", async () => await pulse.Next((TDelegate<FOnAnswered> answer) => pulse.Ask(answer), _ => pulse.ForgetAsking()));
                Start("delay", async () => await LatentCalls.Run(info => SystemLibrary.Delay(1000, info)));
                Start("asset", async () => await SimulatedEngine.Current.Assets.Add<UAnimMontage>("/Game/Slow", 1000).Load());
                Start("level", async () => await EngineActions.StreamLevel("Cellar"));
                Start("montage", async () => await mesh.PlayMontage(SimulatedUser.MakeMontage(1000)));
                Start("walk", async () => await guard.MoveTo(new FVector(1e6, 0, 0)));
                Start("action", async () => await UObject.NewObject<UEndlessAction>().ActivateAndWait());
                if (IsDeaf)
                {
                    Start("deaf", async () =>
                    {
                        await foreach (var call in pulse.All(pulse.OnPulse)) { await new TaskCompletionSource().Task; }
                    });
                    pulse.Beat();
                }
            }

            public void ShutdownModule() { }

            private static void Start(string name, Func<Task> body) => UnrealTasks.Start(body, TaskLifetime.World, name);
        }
        """;

    [Test]
    public void Reload_HundredTimesWithOneOfEachOperation_EverythingStopsAndNothingIsPinned()
    {
        using var host = StartHost();
        var world = host.Engine.OpenWorld();
        var pulse = host.Attach<UPulseComponent>(world);
        var mesh = host.Attach<USkeletalMeshComponent>(world);
        var guard = host.Spawn<AAIController>(world);
        var level = world.AddLevel("Cellar", framesToLoad: 1000);
        AppDomain.CurrentDomain.SetData("operations-pulse", pulse);
        AppDomain.CurrentDomain.SetData("operations-mesh", mesh);
        AppDomain.CurrentDomain.SetData("operations-guard", guard);
        guard.GiveBody(new FVector(20));
        var curve = UObject.NewObject<UCurveFloat>();
        curve.SetKey(0, 1);
        curve.SetKey(1000, 1);
        AppDomain.CurrentDomain.SetData("operations-curve", curve);
        var polite = GameAssembly.Compile("Operations", Operations);
        var deaf = GameAssembly.Compile("Operations", Operations.Replace("IsDeaf = false", "IsDeaf = true"));
        var loader = new SimulatedLoader(host.Engine);
        List<WeakReference> pinned = [];
        for (var round = 1; round <= 100; round++)
        {
            var isDeaf = round % 50 == 0;
            Assert.That(loader.Load("Operations", isDeaf ? deaf : polite), Is.True);
            host.Tick(2);
            Assert.That((level.IsWanted(), pulse.IsAsked, guard.IsWalking(), mesh.AnimInstance.Montage_IsPlaying(null)), Is.EqualTo((true, true, true, true)), host.Log);
            Assert.That((host.Engine.Assets.LoadingCount, world.CountLatentActions()), Is.EqualTo((1, 2)));
            Assert.That(host.Loop.Tasks.Count, Is.GreaterThanOrEqualTo(17), host.Log);

            pinned.Add(loader.Unload("Operations"));
            host.Tick(2);
            Assert.That((level.IsWanted(), pulse.IsAsked, guard.IsWalking(), mesh.AnimInstance.Montage_IsPlaying(null)), Is.EqualTo((false, false, false, false)), $"round {round}");
            Assert.That((host.Engine.Assets.LoadingCount, world.CountLatentActions(), host.Loop.Tasks.Count, host.WaitingQueries, host.Engine.Assets.HeldLoads), Is.EqualTo((0, 0, 0, 0, 0)));
            var phases = host.PhaseTicks;
            host.Tick(2);
            Assert.That(host.PhaseTicks, Is.EqualTo(phases), "no phase is called any more");
            Assert.That((pulse.OnPulse.CountBindings(), guard.ReceiveMoveCompleted.CountBindings(), guard.OnDestroyed.CountBindings()), Is.EqualTo((0, 0, 0)));
            host.Engine.CollectGarbage();
        }

        Collect();
        Assert.That(pinned.Count(old => old.IsAlive), Is.LessThanOrEqualTo(1), "load contexts still in memory; the last one may be held by this very stack");
        Assert.That(host.Engine.OpenStrongPointers, Is.LessThan(16), "what is kept for the next wait");
        Assert.That(host.Errors, Is.Empty);
    }
}
