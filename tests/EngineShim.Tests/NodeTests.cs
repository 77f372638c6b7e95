using System.Text.RegularExpressions;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The native module's Blueprint nodes and events, with the real C# behind them. These run on Windows too.</summary>
[Category("Windows")]
public sealed partial class NodeTests
{
    [Test]
    public void RunScript_Finished_GivesOutputAndExitCode()
    {
        using ScriptFile script = new("""
            Log($"hello {args[0]}");
            await NextFrame();
            Start(async () => { await Delay(0.1); Log("from a task of it"); });
            return 7;
            """);
        var engine = Engine.Play([.. Node(script, "there"), "frames 30"]);

        Assert.That(Answers(engine), Is.EqualTo(new[] { "Finished 7 'hello there|from a task of it'" }), engine.ToString());
    }

    [Test]
    public void RunScript_ThatDoesNotCompile_OrFails_OrIsNotThere_Faults()
    {
        using ScriptFile broken = new("await Nothing();", "Broken.cs");
        using ScriptFile failing = new("await NextFrame(); throw new InvalidOperationException(\"on purpose\");", "Failing.cs");
        var engine = Engine.Play(
            "node Missing.cs", "frames 3",
            $"node \"{broken.Location}\"", "until Broken.cs(1,7)", "frames 3",
            $"node \"{failing.Location}\"", "until on purpose", "frames 5");
        var answers = Answers(engine);

        Assert.That(answers, Has.Length.EqualTo(3), engine.ToString());
        Assert.That(answers[0], Does.StartWith("Fault 0 'There is no script 'Missing.cs'"));
        Assert.That(answers[1], Does.StartWith("Fault 0 '").And.Contain("Broken.cs(1,7): error CS0103"));
        Assert.That(answers[2], Is.EqualTo("Fault 0 'System.InvalidOperationException: on purpose'"));
    }

    [TestCase("unnode")]
    [TestCase("exec AsyncTick.CancelAll")]
    [TestCase("stop")]
    public void RunScript_Canceled_SaysSo_AndFinallyBlocksRun(string cancel)
    {
        using ScriptFile script = new("try { Log(\"waits\"); await Delay(1000); } finally { Log(\"cleaned up\"); }");
        var engine = Engine.Play([.. cancel == "stop" ? ["play"] : Array.Empty<string>(), .. Node(script), "until waits", "frames 2", cancel, "frames 5"]);

        Assert.That(Answers(engine), Is.EqualTo(new[] { "Canceled 0 ''" }), engine.ToString());
        Assert.That(engine.ScriptLines, Does.Contain("cleaned up"));
    }

    [Test]
    public void Progress_OfAScriptAndOfATask_IsFollowedBeforeTheEnd()
    {
        using ScriptFile script = new("""
            var job = Start(async () => { await Delay(0.2); SetStatus("in a task of it"); await NextFrame(); }, "job");
            await NextFrame();
            SetStatus("half");
            await job;
            """);
        var engine = Engine.Play([.. Node(script), "frames 2", "await job", "frames 30"]);
        string[] told = [.. engine.Lines.Where(line => line.StartsWith("shim: Progress ", StringComparison.Ordinal))];

        Assert.That(told, Is.EquivalentTo(new[] { "shim: Progress 0 'half'", "shim: Progress 0 'in a task of it'", "shim: Progress 0 'in a task of it'" }), engine.ToString());
        // With the script's log, in which a slow machine has more to say.
        Assert.That(engine.Count("shim: Finished 0 '"), Is.EqualTo(2), engine.ToString());
        Assert.That(told[0], Is.EqualTo("shim: Progress 0 'half'"));
    }

    [Test]
    public void AwaitTask_ByNameAndId_GivesResultFaultAndCancellation()
    {
        using ScriptFile script = new("""
            Start(async () => { await Delay(0.05); return 42; }, "answer");
            Start(async () => { await Delay(0.05); }, "nothing");
            Start(async () => { await Delay(0.05); throw new IOException("gone"); }, "failing");
            var victim = Start(async () => { await Delay(1000); }, "victim");
            Log($"victim is {victim.Id}");
            await Delay(0.08);
            victim.Cancel();
            await Delay(0.1);
            """);
        var engine = Engine.Play([.. script.Run(), "await answer", "await nothing", "await FAILING", "await victim", "await nobody", "await 99999", "frames 20"]);

        Assert.That(Answers(engine), Is.EquivalentTo(new[]
        {
            "Finished 0 '42'", "Finished 0 ''", "Fault 0 'IOException: gone'", "Canceled 0 ''", "Fault 0 'There is no running task named 'nobody'.'", "Fault 0 'There is no running task #99999.'",
        }), engine.ToString());
        Assert.That(engine.LogLines, Has.None.Contains("failing"), "the node has seen to it");
    }

    [Test]
    public void Events_TellStartsFaultsAndEnds_InOrder()
    {
        using ScriptFile script = new("""
            await NextFrame();
            Start(async () => { await NextFrame(); throw new IOException("gone"); }, "failing");
            Start(async () => await Delay(0.05), "good");
            await Delay(0.1);
            """);
        var engine = Engine.Play(["listen", "frames 1", .. script.Run(), "frames 20"]);
        string[] told = [.. engine.Lines.Where(line => line.StartsWith("shim: ", StringComparison.Ordinal) && (line.Contains("failing") || line.Contains("good"))).Select(line => line["shim: ".Length..])];

        Assert.That(told, Is.EqualTo(new[] { "started failing", "started good", "ended failing 5", "faulted failing: IOException: gone", "ended good 3" }), engine.ToString());
    }

    [Test]
    public void Tasks_AreListedWithWaitLineAndStarter()
    {
        using ScriptFile script = new("""
            Start(async () =>
            {
                await Delay(1000);
            }, "child");
            await Delay(1000);
            """);
        var engine = Engine.Play([.. script.Run(), "frames 3", "tasks"]);

        Assert.That(engine.Lines, Has.Some.Match(@"^shim: task 'child' in Engine/Test\.cs.*, state 1, 'delay, .*' line 3, parent yes$"), engine.ToString());
        Assert.That(engine.Lines, Has.Some.Match(@"^shim: task 'Test\.cs' in Engine/Test\.cs.*, state 1, 'delay, .*' line 5, parent no$"));
    }

    private static string[] Node(ScriptFile script, string arguments = "") => [$"node \"{script.Location}\" {arguments}", $"until {script.Name} started"];

    private static string[] Answers(Engine engine) => [.. engine.Lines
        .Where(line => line.StartsWith("shim: Finished ", StringComparison.Ordinal) || line.StartsWith("shim: Fault ", StringComparison.Ordinal) || line.StartsWith("shim: Canceled ", StringComparison.Ordinal))
        .Select(line => SlowStep().Replace(line["shim: ".Length..], "").Replace("'|", "'", StringComparison.Ordinal))];

    // This machine may be slow, and a script's output has the warnings of its tasks.
    [GeneratedRegex(@"\|?Task '[^|]*held the game thread[^|]*?\.cs:\d+\.")]
    private static partial Regex SlowStep();
}
