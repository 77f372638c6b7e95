using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>Scripts that are started at the console.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void Script_ThatUsesUnrealSharp_ActsInTheWorldThatIsPlayed()
    {
        var script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cs");
        File.WriteAllText(script, """
            using UnrealSharp;
            using UnrealSharp.CoreUObject;
            using UnrealSharp.Engine;
            AActor spawned = Spawn(args[0]);
            await UnrealAsyncTick.UnrealTasks.Start(spawned, async () =>
            {
                await NextFrame();
                Spawn(EngineWorld.Current.SpawnActor("PointLight").IsAlive ? "second" : "lost");
            });

            static AActor Spawn(string label)
            {
                AActor actor = UObject.SpawnActor(new TSubclassOf<AActor>(typeof(APointLight)), new FTransform())!;
                actor.SetActorLabel(label, true);
                return actor;
            }
            """);
        try
        {
            using var host = StartHost();
            var world = host.Engine.BeginPlaySession();
            host.Type($"AsyncTick.Run \"{script}\" first");
            host.TickUntil(() => world.ActorsOf().Any(actor => actor.GetActorLabel() is "second" or "lost") || host.Errors.Count > 0, seconds: 60);
            Assert.That(host.Errors, Is.Empty);

            // What the native half spawns is in the stand-in's list in one host only.
            Assert.That(world.ActorsOf().Select(actor => actor.GetActorLabel(false)).Where(label => label.Length > 0), Is.EqualTo(new[] { "first", "second" }));
            Assert.That(host.Engine.EditorWorld.ActorsOf(), Is.Empty);
        }
        finally
        {
            File.Delete(script);
        }
    }
}
