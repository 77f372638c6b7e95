namespace AsyncTick.EngineShim.Tests;

/// <summary>What ends with what: play, worlds, the engine. And what idle frames cost.</summary>
public sealed class LifetimeTests
{
    private const string Loud = "Log(\"begins\"); try { await Delay(double.PositiveInfinity); } finally { Log(\"cleans up\"); }";

    [Test]
    public void PlayEnds_TasksOfThePlaySession_AreCanceledBeforeItsWorldGoes()
    {
        using ScriptFile script = new("""
            EngineWorld world = EngineWorld.Current;
            try { await Delay(double.PositiveInfinity); }
            finally { Log($"world ended: {world.HasEnded}"); world.SpawnActor("PointLight"); Log("it could still spawn"); }
            """);
        var engine = Engine.Play(["play", .. script.Run(), "frames 10", "stop", "frames 1", "exec AsyncTick.List"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "world ended: False", "it could still spawn" }), engine.ToString());
        Assert.That(engine.Lines, Has.Some.StartWith("console: 0 tasks, "));
    }

    [Test]
    public void PlayEnds_TasksStartedBeforePlay_GoOn()
    {
        using ScriptFile before = new("while (true) { await Delay(1); Log(\"editor\"); }", "Before.cs");
        using ScriptFile during = new("while (true) { await Delay(1); Log(\"play\"); }", "During.cs");
        var engine = Engine.Play([.. before.Run(), "play", .. during.Run(), "frames 65", "stop", "frames 65", "exec AsyncTick.List"]);

        Assert.That(engine.Count(": play"), Is.EqualTo(1), engine.ToString());
        Assert.That(engine.Count(": editor"), Is.EqualTo(2), engine.ToString());
        Assert.That(engine.Lines, Has.Some.StartWith("1 task, "), engine.ToString());
    }

    [Test]
    public void PlayCanceled_BeforeItStarted_LeavesAWorkingLoop()
    {
        using ScriptFile script = new("await NextFrame(); Log(\"works\");");
        var engine = Engine.Play(["cancel", "play", "stop", "cancel", .. script.Run(), "frames 3"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "works" }));
    }

    [Test]
    public void PlayEnds_WhileATaskIgnoresIt_NamesTheTaskAndGoesOn()
    {
        using ScriptFile script = new("await new TaskCompletionSource().Task;", "Stubborn.cs");
        var engine = Engine.Play(["play", .. script.Run(), "frames 2", "stop", "frames 2"]);

        Assert.That(engine.LogLines, Has.Some.Match("Warning: Play ended, and task 'Stubborn.cs' .* has not ended"), engine.ToString());
    }

    [Test]
    public void Pause_TaskOnGameTime_WaitsAndTaskOnRealTimeDoesNot()
    {
        using ScriptFile script = new("Start(() => After(Clock.Default)); Start(() => After(Clock.Real)); async Task After(Clock clock) { await Delay(1, clock); Log($\"{clock}\"); }");
        var engine = Engine.Play(["play", .. script.Run(), "frames 1", "pause on", "frames 120", "exec AsyncTick.Nothing", "pause off", "frames 120"]);

        var pause = Array.IndexOf(engine.Lines, "shim: unknown command");
        Assert.That(Array.IndexOf(engine.Lines, "LogAsyncTick: Real"), Is.InRange(0, pause), engine.ToString());
        Assert.That(Array.IndexOf(engine.Lines, "LogAsyncTick: Default"), Is.GreaterThan(pause), engine.ToString());
    }

    [Test]
    public void WorldEnds_TasksOfThatWorld_AreCanceledAndOthersStay()
    {
        using ScriptFile first = new(Loud, "First.cs");
        var engine = Engine.PlayWith(["--game"], [.. first.Run(), "frames 2", "travel", "frames 2", "exec AsyncTick.List", "travel", "frames 2"]);

        // The first world stays when the second is added; the script ends with the engine.
        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "begins", "cleans up" }), engine.ToString());
        Assert.That(engine.Lines, Has.Some.StartWith("1 task, "), engine.ToString());
    }

    [Test]
    public void EngineExit_RunningTasks_CleanUpFirst()
    {
        using ScriptFile script = new("Log(\"begins\"); try { await Delay(100); } finally { using (Defer(1)) { await NextFrame(); await NextFrame(); } Log(\"cleaned up over frames\"); }");
        var engine = Engine.Play([.. script.Run(), "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "begins", "cleaned up over frames" }), engine.ToString());
    }

    [Test]
    public void EngineExit_TaskThatWillNotEnd_IsNamedAndLeft()
    {
        using ScriptFile script = new("await new TaskCompletionSource().Task;", "Stubborn.cs");
        var engine = Engine.Play([.. script.Run(), "frames 2"]);

        Assert.That(engine.LogLines, Has.Some.Match("Warning: Shutdown goes on without task 'Stubborn.cs'"), engine.ToString());
    }

    [Test]
    public void Engine_RestartedAHundredTimes_StillRunsScripts()
    {
        using ScriptFile script = new("await NextFrame(); Log(\"works\");");
        var engine = Engine.PlayWith(["--game"], [.. Enumerable.Repeat("restart", 100), .. script.Run(), "frames 3"]);

        Assert.That(engine.Count("C# tasks are available."), Is.EqualTo(101));
        Assert.That(engine.Count(".NET already runs in this process; using it."), Is.EqualTo(100));
        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "works" }), engine.ToString());
    }

    [Test]
    public void Engine_RestartedWithAScriptRunning_EndsTheScriptEachTime()
    {
        using ScriptFile script = new(Loud);
        var engine = Engine.Play([.. script.Run(), "frames 2", "restart", .. script.Run(), "frames 2", "restart", "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "begins", "cleans up", "begins", "cleans up" }), engine.ToString());
    }

    [Test]
    public void IdleFrames_EvenWithWaitingTasks_MakeNoManagedCall()
    {
        // The log may still have something to say of a slow first step, for some seconds.
        using ScriptFile script = new("await Delay(1000); Log(\"never\");");
        var engine = Engine.Play([.. script.Run(), "frames 900", "counters", "frames 1000", "counters"]);

        string[] counters = [.. engine.Lines.Where(line => line.StartsWith("shim: ticks", StringComparison.Ordinal))];
        Assert.That(Number(counters[1], "ticks") - Number(counters[0], "ticks"), Is.EqualTo(1000));
        Assert.That(Number(counters[1], "managed"), Is.EqualTo(Number(counters[0], "managed")), engine.ToString());
    }

    [Test]
    public void Tick_FromInsideATask_IsRefusedAndTheTaskGoesOn()
    {
        using ScriptFile script = new("""
            Start(async () => { await NextFrame(); Log("other"); });
            EngineWorld.Current.SpawnActor("PointLight", "Nested");
            Log("after the spawn");
            await NextFrame();
            Log("next frame");
            """);
        var engine = Engine.Play(["nest", .. script.Run(), "frames 5", "counters"]);

        Assert.That(engine.ScriptLines.First(), Is.EqualTo("after the spawn"), engine.ToString());
        Assert.That(engine.ScriptLines, Does.Contain("other").And.Contain("next frame"));
        Assert.That(Number(engine.Lines.First(line => line.StartsWith("shim: ticks", StringComparison.Ordinal)), "nested"), Is.EqualTo(1));
    }

    [Test]
    public void NetAlreadyRuns_InTheProcess_IsUsed()
    {
        using ScriptFile script = new("await NextFrame(); Log(\"works\");");
        var engine = Engine.PlayWith(["--dotnet-first"], [.. script.Run(), "frames 3"]);

        Assert.That(engine.Count(".NET already runs in this process; using it."), Is.EqualTo(1), engine.ToString());
        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "works" }));
    }

    private static int Number(string line, string word)
    {
        var words = line.Split(' ');
        return int.Parse(words[Array.IndexOf(words, word) + 1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
