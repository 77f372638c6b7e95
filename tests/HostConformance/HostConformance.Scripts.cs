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

    [Test]
    public void Script_PlayBeginsWhileItCompiles_BelongsToTheWorldOfTheCommand()
    {
        using var host = StartHost();
        using var script = new TemporaryScript("""
            using UnrealSharp;
            using UnrealSharp.CoreUObject;
            using UnrealSharp.Engine;
            await NextFrame();
            UObject.SpawnActor(new TSubclassOf<AActor>(typeof(APointLight)), new FTransform());
            """);
        host.Type($"AsyncTick.Run \"{script.Path}\"");
        var played = host.Engine.BeginPlaySession();
        host.TickUntil(() => host.Engine.EditorWorld.ActorsOf().Count + played.ActorsOf().Count > 0 || host.Errors.Count > 0, seconds: 60);
        Assert.That(host.Errors, Is.Empty);
        Assert.That((host.Engine.EditorWorld.ActorsOf().Count, played.ActorsOf().Count), Is.EqualTo((1, 0)));
    }

    [TestCase("AsyncTick.Run \"{0}\"")]
    [TestCase("AsyncTick.Eval @{0}")]
    public void Script_WorldEndsWhileItCompiles_IsOneLineAndDoesNotStart(string command)
    {
        using var host = StartHost();
        using var script = new TemporaryScript("Log(\"has started\");");
        var played = host.Engine.BeginPlaySession();
        host.Tick();
        host.Type(string.Format(command, script.Path));
        host.Engine.CloseWorld(played);
        host.Engine.OpenWorld();
        host.TickUntil(() => host.LogAndAnswers.Contains("has ended meanwhile") || host.Log.Contains("has started"), seconds: 60);
        host.Tick(2);
        Assert.That(host.LogAndAnswers.Split("has ended meanwhile"), Has.Length.EqualTo(2));
        Assert.That(host.Log, Does.Not.Contain("has started"));
    }

    private sealed class TemporaryScript : IDisposable
    {
        public TemporaryScript(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.cs");

        public void Dispose() => File.Delete(Path);
    }
}
