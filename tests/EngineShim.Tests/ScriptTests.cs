using System.Diagnostics;

namespace AsyncTick.EngineShim.Tests;

/// <summary>Scripts from the engine's console, through the C++ module into the loop and back. These run on Windows too.</summary>
[Category("Windows")]
public sealed class ScriptTests
{
    [TestCase("Timers.cs", 400)]
    [TestCase("Gather.cs", 1000)]
    [TestCase("Event.cs", 400)]
    [TestCase("Cancel.cs", 400)]
    [TestCase("BrokenCoroutine.cs", 200)]
    public void Script_FromTheEnginesConsole_PrintsWhatTheHeadlessHostPrints(string name, int frames)
    {
        var engine = Engine.Play($"exec AsyncTick.Run {name}", $"until {name} started", $"frames {frames}");

        Assert.That(engine.ScriptLines.Select(Timeless), Is.EqualTo(Headless(Repository.Script(name), frames).Select(Timeless)));
        Assert.That(engine.ScriptLines, Is.Not.Empty);
    }

    [Test]
    public void Script_AfterEveryKindOfWait_IsOnTheTickingThread()
    {
        using ScriptFile script = new("""
            GameLoop loop = Loop;
            int thread = Environment.CurrentManagedThreadId;
            void Check(string where) => Log($"{where} {thread == Environment.CurrentManagedThreadId} {Loop.IsOnLoopThread}");
            await NextFrame(); Check("NextFrame");
            await Delay(0.01); Check("Delay");
            await Task.Run(() => Thread.Sleep(1)); Check("Task.Run");
            await Task.Delay(1); Check("Task.Delay");
            await Task.Yield(); Check("Task.Yield");
            await SwitchToThreadPool(); loop.Log.Write(LogVerbosity.Log, $"pool {loop.IsOnLoopThread}");
            await SwitchToGameThread(); Check("SwitchToGameThread");
            Log("done");
            """);
        var engine = Engine.Play([.. script.Run(), "frames 5", "until done"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[]
        {
            "NextFrame True True", "Delay True True", "Task.Run True True", "Task.Delay True True", "Task.Yield True True", "pool False", "SwitchToGameThread True True", "done",
        }));
    }

    [Test]
    public void Script_ThatFails_IsOneErrorWithFileAndLine()
    {
        var engine = Engine.Play("exec AsyncTick.Run BrokenCoroutine.cs", "until BrokenCoroutine.cs started", "frames 60");

        Assert.That(engine.LogLines.Count(line => line.StartsWith("Error: ", StringComparison.Ordinal)), Is.EqualTo(1), engine.ToString());
        Assert.That(engine.Count("BrokenCoroutine.cs:line "), Is.GreaterThan(0));
        Assert.That(engine.ScriptLines, Does.Contain("The loop is alive."));
    }

    [Test]
    public void Exceptions_HoweverThrown_StayOnTheirSide()
    {
        using ScriptFile script = new("""
            Start(async () => { await NextFrame(); throw new InvalidOperationException("in a task"); });
            AsyncVoid();
            Loop.Post(() => throw new InvalidOperationException("posted"));
            SynchronizationContext.Current!.Post(_ => throw new InvalidOperationException("posted to the context"), null);
            CallLater(0.01, () => throw new InvalidOperationException("called later"));
            Start(async () => { await NextFrame(); throw new Nasty(); });
            Start(() => Deep(0));
            await Delay(0.1);
            Log("still here");
            throw new AggregateException(new InvalidOperationException("at the end"));

            async void AsyncVoid() { await NextFrame(); throw new InvalidOperationException("async void"); }
            async Task Deep(int depth) { await NextFrame(); if (depth < 50) await Deep(depth + 1); else throw new InvalidOperationException("deep"); }
            sealed class Nasty : Exception
            {
                public override string Message => throw new InvalidOperationException("Message threw");
                public override string ToString() => throw new InvalidOperationException("ToString threw");
            }
            """);
        var engine = Engine.Play([.. script.Run(), "frames 100", "exec AsyncTick.List"]);

        foreach (var text in new[] { "in a task", "posted", "posted to the context", "called later", "deep", "async void", "at the end" })
        {
            Assert.That(engine.Count(text), Is.GreaterThan(0), $"{text}: {engine}");
        }

        Assert.That(engine.ScriptLines, Does.Contain("still here"));
        Assert.That(engine.Lines, Has.Some.StartWith("console: 0 tasks, "), engine.ToString());
    }

    [Test]
    public void Eval_ValueAndFile_PrintInTheConsole()
    {
        using ScriptFile file = new("int a = 20; // a comment, which the console would eat\nLog($\"file {a | 3}\");", "Line.cs");
        var engine = Engine.Play("exec AsyncTick.Eval 20 + 1", "until 21", "exec AsyncTick.Eval Log(\"a  b\");", "until a b", $"exec AsyncTick.Eval @{file.Location}", "until file 23");

        Assert.That(engine.LogLines, Does.Contain("Display: 21").And.Contain("a b").And.Contain("file 23"), engine.ToString());
    }

    [Test]
    public void Script_RunAgain_ReplacesTheRunningCopy()
    {
        using ScriptFile script = new("try { Log(\"begins\"); await Delay(double.PositiveInfinity); } finally { Log(\"ends\"); }");
        var engine = Engine.Play([.. script.Run(), "frames 2", .. script.Run(), "frames 2", "until (run 2", "frames 2"]);

        Assert.That(engine.ScriptLines, Is.EqualTo(new[] { "begins", "ends", "begins", "ends" }), engine.ToString());
    }

    [Test]
    public void Insights_On_ShowsTheScriptAndItsTimedStepsAsRegions()
    {
        using ScriptFile script = new("Start(Walk, \"walker\");\nasync Task Walk()\n{\n    await NextFrame();\n    await NextFrame();\n}", "Patrol.cs");
        string[] Run(int number) => [$"exec AsyncTick.Run \"{script.Location}\"", $"until Patrol.cs started (run {number}", "frames 5"];
        var engine = Engine.Play([.. Run(1), "trace on", "exec AsyncTick.Insights on", .. Run(2), "exec AsyncTick.Insights off", .. Run(3), "regions"]);

        // The region's number is the engine's; what matters is which begin an end belongs to.
        List<string> told = [];
        Dictionary<string, string> open = [];
        foreach (var words in engine.Lines.Where(line => line.StartsWith("shim: region ", StringComparison.Ordinal)).Select(line => line["shim: region ".Length..].Split(' ', 3)))
        {
            if (words[0] == "begin")
            {
                open.Add(words[1], words[2]);
            }

            told.Add($"{words[0]} {open[words[1]]}");
        }

        var ofScript = told.Where(each => each.EndsWith("AsyncTick/Patrol.cs", StringComparison.Ordinal) || each.EndsWith("AsyncTick/walker", StringComparison.Ordinal)).ToArray();
        Assert.That(ofScript, Is.EqualTo(new[]
        {
            // The script from load to unload, around the first step of its statements, and in that the first of the task.
            "begin AsyncTick/Patrol.cs", "begin AsyncTick/Patrol.cs", "begin AsyncTick/walker", "end AsyncTick/walker", "end AsyncTick/Patrol.cs",
            "begin AsyncTick/walker", "end AsyncTick/walker", "begin AsyncTick/walker", "end AsyncTick/walker", "end AsyncTick/Patrol.cs",
        }), engine.ToString());
        Assert.That(told.Count(each => each.StartsWith("begin", StringComparison.Ordinal)), Is.EqualTo(told.Count(each => each.StartsWith("end", StringComparison.Ordinal))));
    }

    private static string[] Headless(string script, int frames)
    {
        ProcessStartInfo info = new("dotnet", [Repository.Headless, "--virtual", "--frames", $"{frames}", script]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(errors.Result, Is.Empty);
        return [.. output.Split('\n')
            .Where(line => line.Contains("LogAsyncTick: ") && !line.Contains("held the game thread") && !line.Contains("started (run ") && !line.Contains("Running on virtual time"))
            .Select(line => line[(line.IndexOf("LogAsyncTick: ", StringComparison.Ordinal) + "LogAsyncTick: ".Length)..])];
    }

    // A script that says how long it took is given the digit that no machine can promise.
    private static string Timeless(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\(#\d+ in [^)]*\)", "(#)");
}
