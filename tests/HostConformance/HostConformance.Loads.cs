using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>Assets with a priority, with bundles, with progress.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void Load_HigherPriority_ComesFirst()
    {
        using var host = StartHost();
        host.Engine.Assets.MostInOneFrame = 1;
        List<string> order = [];
        foreach (var (name, priority) in new[] { ("a", 0), ("b", -10), ("c", 100), ("d", 0) })
        {
            var soft = host.Engine.Assets.Add<UAnimMontage>($"/Game/{name}", 3);
            UnrealTasks.Start(
                async () =>
                {
                    using var loaded = await soft.Load(priority);
                    order.Add(name);
                },
                TaskLifetime.Editor);
        }

        host.Tick(20);
        Assert.That(order, Is.EqualTo(new[] { "c", "a", "d", "b" }), "also without a world that is played");
        Assert.That((host.Engine.Assets.HeldLoads, host.Errors.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Load_WithBundles_KeepsThemUntilItIsDisposed()
    {
        using var host = StartHost();
        var assets = host.Engine.Assets;
        var menu = assets.Add<UAnimMontage>("/Game/Menu");
        var music = assets.Add<UAnimMontage>("/Game/Music", 8);
        var map = assets.Add<UAnimMontage>("/Game/Map");
        assets.AddBundle(menu, "Menu", music);
        assets.AddBundle(menu, "Game", map);
        LoadedAsset<UAnimMontage>? loaded = null;
        var refused = "";
        var task = UnrealTasks.Start(
            async () =>
            {
                loaded = await menu.Load(bundles: ["Menu"]);
                try
                {
                    await music.Load(bundles: ["Menu"]);
                }
                catch (AssetNotFoundException noPrimary)
                {
                    refused = noPrimary.Message;
                }

                await Async.Delay(1000);
            },
            TaskLifetime.Editor);
        host.Tick(15);
        Assert.That((loaded!.IsKept, music.IsValid, map.IsValid, assets.HeldLoads), Is.EqualTo((true, true, false, 1)), host.Log);
        Assert.That(refused, Does.Contain("no primary asset"));
        loaded.Dispose();
        Assert.That(assets.HeldLoads, Is.Zero);
        task.Cancel();
        host.Tick(2);
        Assert.That(host.Errors, Is.Empty);
    }

    [Test]
    public void Load_Progress_IsToldOnceAFrameUpToTheEnd()
    {
        using var host = StartHost();
        var soft = host.Engine.Assets.Add<UAnimMontage>("/Game/Knight", 10);
        List<double> parts = [];
        UnrealTasks.Start(async () => (await soft.Load(progress: new Parts(parts))).Dispose(), TaskLifetime.Editor);
        host.Tick(20);
        Assert.That(parts, Is.Ordered.And.Count.GreaterThanOrEqualTo(10));
        Assert.That((parts[0], parts[^1], parts.Count(part => part is > 0 and < 1) >= 8), Is.EqualTo((0.0, 1.0, true)));
    }

    [Test]
    public void Load_ScopeEnds_LetsGoOfTheBundles()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var assets = host.Engine.Assets;
        var menu = assets.Add<UAnimMontage>("/Game/Menu");
        assets.AddBundle(menu, "Menu", assets.Add<UAnimMontage>("/Game/Music"));
        var actor = host.Spawn<AActor>(world);
        UnrealTasks.Start(actor, async () => await menu.Load(bundles: ["Menu"]));
        host.Tick(10);
        Assert.That(assets.HeldLoads, Is.EqualTo(1));
        actor.DestroyActor();
        host.Tick();
        Assert.That(assets.HeldLoads, Is.Zero);
    }
}
