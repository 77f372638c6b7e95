using System.Diagnostics;
using AsyncTick.Net.Tests;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The tutorial's TCP server in the engine: lines of a real client become actors of the engine's world, through the native table.</summary>
public sealed class ActorSpawnerTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void NetcatLines_BecomeLabeledCharacters(bool playing)
    {
        var port = LoopbackPort.Free();
        using LiveEngine engine = new();
        if (playing)
        {
            engine.Do("play");
        }

        engine.Do($"exec AsyncTick.Run TcpActorSpawner.cs {port}", "until tcp server spawned on", "until disconnected", "labels", playing ? "stop" : "frames 1");
        engine.WaitForLine("tcp server spawned on");
        var answers = Netcat(port, "Hero\r\nGefährte\n");

        string[] actors = [.. engine.End().Where(line => line.StartsWith("shim: ", StringComparison.Ordinal) && line.Contains("Character"))];
        var world = playing ? "play" : "edited";
        Assert.That(answers, Is.EqualTo("ok Hero\nok Gefährte\n"));
        Assert.That(actors, Is.EqualTo(new[] { $"shim: {world} Character 'Hero'", $"shim: {world} Character 'Gefährte'" }), engine.ToString());
    }

    [TestCase("refuse", "Character", "the engine refused")]
    [TestCase("frames 1", "Nonsense", "there is no such class")]
    public void EngineWillNotSpawn_TheClientIsToldWhyAndTheServerGoesOn(string step, string className, string reason)
    {
        var port = LoopbackPort.Free();
        using LiveEngine engine = new();
        engine.Do(step, $"exec AsyncTick.Run TcpActorSpawner.cs {port} {className}", "until tcp server spawned on", "until disconnected", "labels");
        engine.WaitForLine("tcp server spawned on");

        Assert.That(Netcat(port, "Hero\n"), Does.StartWith("error Could not spawn a").And.Contains(reason));
        Assert.That(engine.End(), Has.None.StartsWith("shim: edited"));
    }

    private static string Netcat(int port, string text)
    {
        using var nc = Process.Start(new ProcessStartInfo("nc", ["-N", "127.0.0.1", $"{port}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        nc.StandardInput.Write(text);
        nc.StandardInput.Close();
        var answers = nc.StandardOutput.ReadToEnd();
        nc.WaitForExit();
        return answers;
    }
}
