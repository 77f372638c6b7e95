namespace AsyncTick.EngineShim.Tests;

/// <summary>
/// The plugin's own automation tests (<c>Source/UnrealAsyncTickTests</c>), which prove it in an engine, in the stand-in: their scripts run in the real managed half.
/// </summary>
[Category("Windows")]
public sealed class AutomationTests
{
    [TestCase(false, 8)]
    [TestCase(true, 7)]
    public void EveryTest_InTheEditorAndInAGame_Passes(bool game, int count)
    {
        var engine = Run(Repository.Managed, game);

        Assert.That(engine.ExitCode, Is.Zero, engine.ToString());
        Assert.That(engine.Count("shim: test passed AsyncTick."), Is.EqualTo(count), engine.ToString());
        Assert.That(engine.Count("FAILED"), Is.Zero, engine.ToString());
    }

    [Test]
    public void EveryTest_WithoutAManagedHalf_Fails()
    {
        var engine = Run("/no/managed/half", game: false);

        Assert.That(engine.ExitCode, Is.EqualTo(5), engine.ToString());
        Assert.That(engine.Count("shim: test FAILED AsyncTick."), Is.EqualTo(8), engine.ToString());
        Assert.That(engine.Count("No managed half is connected"), Is.EqualTo(8), engine.ToString());
    }

    private static Engine Run(string managed, bool game)
    {
        var project = Directory.CreateTempSubdirectory("asynctick-project-").FullName;
        try
        {
            string[] options = ["--plugin", Repository.Root, "--project", project, "--managed", managed, "--automation", "AsyncTick."];
            return Engine.RunToExit(game ? [.. options, "--game"] : options, []);
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
    }
}
