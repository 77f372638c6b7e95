using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>Scripts that are started at the console.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void Script_ThatUsesUnrealSharp_ActsInTheWorldThatIsPlayed()
    {
        string script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cs");
        File.WriteAllText(script, """
            using UnrealSharp;
            using UnrealSharp.CoreUObject;
            using UnrealSharp.Engine;
            var spawned = UObject.SpawnActor(new TSubclassOf<AActor>(typeof(APointLight)), new FTransform());
            spawned!.SetActorLabel(args[0], true);
            await UnrealAsyncTick.UnrealTasks.Start(spawned, async () =>
            {
                await NextFrame();
                EngineWorld.Current.SpawnActor("PointLight", "second");
            });
            """);
        try
        {
            using var host = StartHost();
            var world = host.Engine.BeginPlaySession();
            host.Type($"AsyncTick.Run \"{script}\" first");
            host.TickUntil(() => world.ActorsOf().Count == 2 || host.Errors.Count > 0, seconds: 60);
            Assert.That(host.Errors, Is.Empty);
            Assert.That(world.ActorsOf().Select(actor => actor.GetActorLabel()), Is.EqualTo(new[] { "first", "second" }));
            Assert.That(host.Engine.EditorWorld.ActorsOf(), Is.Empty);
        }
        finally
        {
            File.Delete(script);
        }
    }
}
