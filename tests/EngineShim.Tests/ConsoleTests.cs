namespace AsyncTick.EngineShim.Tests;

/// <summary>Bad and hard input at the engine's console, and what managed code gets from the engine.</summary>
public sealed class ConsoleTests
{
    private const string Echo = "foreach (string arg in args) { Log($\"[{arg.Length}] {arg}\"); } Log(\"done\");";

    [Test]
    public void Arguments_WithQuotesBlanksAndNonBmpCharacters_ArriveAsTyped()
    {
        using ScriptFile script = new(Echo);
        var engine = Engine.Play([.. script.Run("\"a b\" é漢 😀𝔘 \"\" \"say \\\"hi\\\"\""), "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "[3] a b", "[2] é漢", "[4] 😀𝔘", "[0] ", "[8] say \"hi\"", "done" }), engine.ToString());
    }

    [Test]
    public void Argument_OfAMegabyte_ArrivesWhole()
    {
        using ScriptFile script = new("Log($\"{args[0].Length} {args[0].All(c => c == 'x')}\");");
        var engine = Engine.Play([.. script.Run(new string('x', 1 << 20)), "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { $"{1 << 20} True" }));
    }

    [Test]
    public void Line_OfAMegabyteOrWithANul_IsAnsweredAndNothingBreaks()
    {
        using ScriptFile script = new("await NextFrame(); Log(\"works\");");
        var engine = Engine.Play(["exec AsyncTick.Run " + new string('y', 1 << 20), "exec AsyncTick.Run a\0b", "exec AsyncTick.Cancel \ud800", .. script.Run(), "frames 2"]);

        Assert.That(engine.Lines.Count(line => line.StartsWith("console: Error: There is no script 'yyy", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(engine.Lines, Has.Some.StartWith("console: Error: There is no script 'a'"));
        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "works" }));
    }

    [Test]
    public void LogLine_WithNulSurrogatesAndPercent_ArrivesInOnePiece()
    {
        using ScriptFile script = new("Log(\"a\\0b 😀 %s %n {0}\"); Log(\"\"); Log(\"two\\nlines\"); LogWarning(\"w\"); LogError(\"e\");");
        var engine = Engine.Play([.. script.Run(), "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "a\u2400b 😀 %s %n {0}", "", "two", "Warning: w", "Error: e" }), engine.ToString());
        Assert.That(engine.Lines, Does.Contain("lines"));
    }

    [TestCase("AsyncTick.Run", "console: Error: Usage: AsyncTick.Run <script>")]
    [TestCase("AsyncTick.Run NoSuchScript", "console: Error: There is no script 'NoSuchScript'")]
    [TestCase("AsyncTick.Run \"My Script.cs", "console: Error: A quote is not closed in: \"My Script.cs")]
    [TestCase("AsyncTick.Eval", "console: Error: Usage: AsyncTick.Eval <C#>")]
    [TestCase("AsyncTick.Eval @missing.cs", "console: Error: There is no script 'missing.cs'")]
    [TestCase("AsyncTick.Cancel 4711", "console: Error: There is no running task #4711.")]
    [TestCase("AsyncTick.Cancel nobody", "console: Error: There is no running task or script named 'nobody'.")]
    [TestCase("AsyncTick.CancelAll", "console: 0 tasks canceled.")]
    [TestCase("AsyncTick.Explode", "shim: unknown command")]
    [TestCase("AsyncTick.Help Run", "console: AsyncTick.Run <script>")]
    [TestCase("AsyncTick.Watch ?", "console: HELP for 'AsyncTick.Watch':")]
    public void Command_OddOrWrong_GetsAClearAnswer(string line, string answer)
    {
        var engine = Engine.PlayWith(["--game"], $"exec {line}");

        Assert.That(engine.Lines, Has.Some.StartWith(answer), engine.ToString());
        Assert.That(engine.LogLines, Is.EqualTo(new[] { "C# tasks are available." }));
    }

    [Test]
    public void Help_ListsExactlyTheCommandsThatTheEngineKnows()
    {
        var help = Engine.PlayWith(["--game"], "exec AsyncTick.Help");
        string[] listed = [.. help.Lines.Select(line => line.Replace("console: ", "")).Where(line => line.StartsWith("AsyncTick.", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
        var known = Engine.PlayWith(["--game"], [.. listed.Select(name => $"exec {name} ?")]);

        Assert.That(listed, Does.Contain("AsyncTick.Run").And.Contain("AsyncTick.Dump"));
        Assert.That(known.Count("HELP for"), Is.EqualTo(listed.Length), known.ToString());
    }

    [Test]
    public void Spawn_WhatTheEngineRefuses_IsAnExceptionThatSaysWhy()
    {
        using ScriptFile script = new("""
            EngineWorld world = EngineWorld.Current;
            GameLoop loop = Loop;
            foreach (string name in new[] { "PointLight", "NoSuchThing", "Texture", "Light" })
            {
                try { EngineActor actor = world.SpawnActor(name, "Lampe 😀", new ActorPlace(1, 2, 3, Yaw: 90)); Log($"{name}: {actor.IsAlive} {actor.Destroy()} {actor.IsAlive} {actor.Destroy()}"); }
                catch (EngineException error) { Log(error.Message); }
            }
            await Task.Run(() => { try { world.SpawnActor("PointLight"); } catch (EngineException error) { loop.Log.Write(LogVerbosity.Log, error.Message); } });
            """);
        var engine = Engine.Play([.. script.Run(), "frames 3", "until await SwitchToGameThread", "actors"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[]
        {
            "PointLight: True True False False",
            "Could not spawn a 'NoSuchThing': there is no such class. Give its name without the A, or the path of a blueprint's class: /Game/Folder/BP_Name.BP_Name_C.",
            "Could not spawn a 'Texture': it is not a class of actors, or it is abstract.",
            "Could not spawn a 'Light': it is not a class of actors, or it is abstract.",
            "Could not spawn a 'PointLight': this is not the game thread. In a coroutine, await SwitchToGameThread() first.",
        }), engine.ToString());
        Assert.That(engine.Lines, Does.Contain("shim: actors edited 0 play 0"));
    }

    [Test]
    public void Spawn_DuringPlay_GoesIntoThePlayWorld()
    {
        using ScriptFile script = new("EngineWorld.Current.SpawnActor(\"PointLight\", \"Sun\"); EngineWorld.Current.ShowMessage(\"hello\");");
        var engine = Engine.Play(["play", .. script.Run(), "frames 2", "actors", "stop", .. script.Run(), "until (run 2", "frames 2", "actors"]);

        Assert.That(engine.Lines, Does.Contain("shim: actors edited 0 play 1").And.Contain("shim: actors edited 1 play 0"), engine.ToString());
    }

    [Test]
    public void Sound_FedByAScript_IsQueuedAndEndsWithItsWorld()
    {
        using ScriptFile script = new("""
            using EngineAudioStream stream = EngineWorld.Current.OpenAudio(44100, 2);
            stream.Queue(new byte[400]);
            Log($"{stream.BytesPerSecond} {stream.QueuedBytes}");
            stream.Reset();
            Log($"{stream.QueuedBytes}");
            try { stream.Queue(new byte[3]); } catch (EngineException error) { Log(error.Message[..28]); }
            try { EngineWorld.Current.OpenAudio(1, 1); } catch (EngineException error) { Log(error.Message[..26]); }
            try { await Delay(double.PositiveInfinity); } finally { Log($"{stream.QueuedBytes} before the world ends"); }
            """);
        var engine = Engine.Play(["play", .. script.Run(), "frames 2", "stop"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "176400 400", "0", "Could not queue 3 bytes of s", "Could not open a stream of", "0 before the world ends" }), engine.ToString());
    }
}
