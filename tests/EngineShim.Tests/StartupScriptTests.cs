namespace AsyncTick.EngineShim.Tests;

/// <summary>The start-up list of the settings, packages and remembered lines, with both halves in one process.</summary>
public sealed class StartupScriptTests
{
    [Test]
    public void StartupScript_EngineComesUp_RunsWithoutACommandAndFindsItsWorld()
    {
        using ScriptFile script = new("Log($\"started up with {args[0]}\"); await NextFrame(); Log(\"goes on\");");
        var engine = Engine.PlayWith(["--game", "--startup", $"\"{script.Location}\" \"two words\""], "until started up", "frames 3");

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "started up with two words", "goes on" }), engine.ToString());
    }

    [Test]
    public void StartupScript_Missing_IsAnErrorInTheLogAndTheEngineRuns()
    {
        var engine = Engine.PlayWith(["--game", "--startup", "NoSuchScript.cs"], "frames 3", "exec AsyncTick.List");

        Assert.That(engine.LogLines, Has.Some.StartWith("Error: There is no script 'NoSuchScript.cs'"), engine.ToString());
        Assert.That(engine.Lines, Has.Some.EqualTo("console: 0 tasks, 0 scripts running."));
    }

    [Test]
    public void Eval_TwoLines_KeepTheirStateInTheEngine()
    {
        var engine = Engine.Play("exec AsyncTick.Eval int Twice(int n) => 2 * n;", "frames 2", "exec AsyncTick.Eval Twice(21)", "until 42");

        Assert.That(engine.LogLines, Does.Contain("Display: 42"), engine.ToString());
    }

    [Test]
    public void Package_InTheEngine_IsResolvedOrItsAbsenceIsAnErrorOfItsLine()
    {
        using ScriptFile script = new("\n#:package AsyncTick.NoSuchPackage@1.0.0\nLog(\"not reached\");");
        var engine = Engine.Play($"exec AsyncTick.Run \"{script.Location}\"", "until did not compile", "frames 2");

        Assert.That(engine.LogLines, Has.Some.Match(@"Error: Test\.cs\(2,1\): error NU1101: '#:package AsyncTick\.NoSuchPackage@1\.0\.0': Unable to find package"), engine.ToString());
    }
}
