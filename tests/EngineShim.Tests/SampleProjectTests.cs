namespace AsyncTick.EngineShim.Tests;

/// <summary>The sample project: its game module is compiled, its scripts run, and its command does what the README says.</summary>
public sealed class SampleProjectTests
{
    private static readonly string Project = Path.Combine(Repository.Root, "Samples/AsyncTickSample");

    [Test]
    public void Game_Played_WelcomesAndGreets()
    {
        var startup = File.ReadLines(Path.Combine(Project, "Config/DefaultUnrealAsyncTick.ini")).Single(line => line.StartsWith("+StartupScripts=", StringComparison.Ordinal)).Split('=')[1];
        var engine = Engine.PlayWith(["--game", "--project", Project, "--module", "AsyncTickSample", "--startup", startup],
            "until Type AsyncTickSample.Greet", "exec AsyncTickSample.Greet Ada Lovelace", "until Greet.cs started", "frames 200", "exec AsyncTick.List");

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "Type AsyncTickSample.Greet, or AsyncTick.List, into the console.", "3", "2", "1", "Hello, Ada Lovelace." }), engine.ToString());
        Assert.That(engine.Lines, Does.Contain("console: 0 tasks, 0 scripts running."));
    }
}
