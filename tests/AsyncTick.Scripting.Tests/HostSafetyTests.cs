namespace AsyncTick.Scripting.Tests;

/// <summary>What a script can do to its host, seen from outside the process. <c>Docs/HostSafety.md</c> says the same in words.</summary>
public sealed class HostSafetyTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = TestPaths.NewFolder();

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("new Thread(() => throw new InvalidOperationException(\"off the loop\")).Start();", TestName = "Exception_OnAThread")]
    [TestCase("_ = new System.Threading.Timer(_ => throw new InvalidOperationException(\"off the loop\"), null, 50, 50);", TestName = "Exception_InATimer")]
    [TestCase("ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException(\"off the loop\"));", TestName = "Exception_OnAPoolThread")]
    [TestCase("await Task.Run(() => { Off(); }); async void Off() { await Task.Delay(10); throw new InvalidOperationException(\"off the loop\"); }", TestName = "Exception_OfAsyncVoid")]
    [Category("case 48")]
    public async Task ExceptionOnAThreadOfTheScript_EndsTheScriptAndNotTheHost(string code)
    {
        var culprit = Write("Culprit.cs", $"{code}\nawait Delay(100);\nLog(\"not reached\");");
        var innocent = Write("Innocent.cs", "while (!File.Exists(args[0])) await NextFrame();\nLog(\"innocent went on\");");
        var gate = Path.Combine(_folder, "gate");
        using HeadlessProcess process = new(culprit, innocent, "--", gate);
        await process.WaitForAsync("off the loop");
        await File.WriteAllTextAsync(gate, "");
        Assert.That(await process.EndAsync(), Is.EqualTo(1), () => string.Join('\n', process.Output.Concat(process.Errors)));
        var output = string.Join('\n', process.Output);
        Assert.That(output, Does.Contain("innocent went on").And.Not.Contain("not reached"));
        Assert.That(output, Does.Match(@"Error: Culprit\.cs left an exception on a thread that is not the loop's and is canceled: System\.InvalidOperationException: off the loop[\s\S]*Culprit\.cs:line 1"));
    }

    [Test]
    [Category("case 48")]
    public async Task EndlessLoop_EndsAtTheSecondInterrupt()
    {
        using HeadlessProcess process = new(Write("Spin.cs", "Log(\"spinning\"); await NextFrame(); Log(\"for ever\"); while (true) { }"));
        await process.WaitForAsync("for ever");
        process.Signal(2);
        await process.WaitForErrorAsync("and cannot be canceled; another Ctrl-C or SIGTERM ends the process");
        process.Signal(2);
        Assert.That(await process.EndAsync(), Is.EqualTo(130));
        Assert.That(process.Errors, Has.Some.EqualTo("AsyncTick.Headless: ended by the second Ctrl-C; tasks were not given time to clean up."));
    }

    [TestCase("> /dev/full", TestName = "StandardOutput_Full")]
    [TestCase(">&-", TestName = "StandardOutput_Closed")]
    public async Task StandardOutput_ThatCannotBeWritten_DoesNotEndTheHost(string redirection)
    {
        var done = Path.Combine(_folder, "done");
        using var process = HeadlessProcess.Redirected(redirection, Write("Talk.cs", "Log(\"one\"); await Delay(0.1); Log(\"two\"); Console.WriteLine(\"three\"); File.WriteAllText(args[0], \"\");"), "--", done);
        Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Errors));
        Assert.That(File.Exists(done), Is.True);
        Assert.That(process.Errors, Has.Length.LessThanOrEqualTo(1).And.All.StartsWith("AsyncTick.Headless: standard output cannot be written: "));
    }

    private const string LockConsole = """
        TaskCompletionSource locked = new();
        new Thread(() => { lock (Console.Out) lock (Console.Error) { locked.SetResult(); Thread.Sleep(Timeout.Infinite); } }) { IsBackground = true }.Start();
        await locked.Task;

        """;

    [Test]
    public async Task StandardOutput_ThatAScriptLocksForEver_HoldsUpNoFrame()
    {
        using HeadlessProcess process = new(Write("Lock.cs", $"{LockConsole}Log(\"one\");\nawait NextFrame();\nLog(\"two\");\nreturn 3;"));
        Assert.That(await process.EndAsync(), Is.EqualTo(3), process.Printed);
        Assert.That(string.Join('\n', process.Output), Does.Match(@"one[\s\S]*two"));
    }

    [Test]
    public async Task StandardError_ThatAScriptLocksForEver_HoldsUpNoInterrupt()
    {
        using HeadlessProcess process = new(Write("Lock.cs", $"{LockConsole}Log(\"spinning\");\nwhile (true) {{ }}"));
        await process.WaitForAsync("spinning");
        process.Signal(2);
        await process.WaitForErrorAsync("another Ctrl-C or SIGTERM ends the process");
        process.Signal(2);
        Assert.That(await process.EndAsync(), Is.EqualTo(130));
    }

    [TestCase("new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();", TestName = "End_WithAThreadThatGoesOn")]
    [TestCase("AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(Timeout.Infinite);", TestName = "End_WithAHandlerThatDoesNotReturn")]
    public async Task End_ThatAScriptHoldsUp_ComesAllTheSame(string code)
    {
        using HeadlessProcess process = new(Write("Hold.cs", $"{code}\nLog(\"done\");\nreturn 3;"));
        Assert.That(await process.EndAsync(), Is.EqualTo(3), () => string.Join('\n', process.Output.Concat(process.Errors)));
        Assert.That(process.Errors, Has.One.Contains("ended, though a thread that a script has left or a handler of ProcessExit goes on"));
    }

    [TestCase("", TestName = "HomeFolder_NotNamed")]
    [TestCase("/dev/null/home", TestName = "HomeFolder_ThatCannotBeMade")]
    public async Task HomeFolder_ThatIsNotThere_KeepsNothingFromRunning(string home)
    {
        Dictionary<string, string> environment = new() { ["HOME"] = home, ["XDG_DATA_HOME"] = home, ["XDG_CONFIG_HOME"] = home, ["XDG_CACHE_HOME"] = home };
        using HeadlessProcess process = new(environment, Write("Plain.cs", "Log(\"plain\"); await Delay(0.1); Log(\"done\");"), "--exec", "list");
        Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Output.Concat(process.Errors)));
        Assert.That(process.Output, Has.Some.EndsWith("done"));
        Assert.That(process.Errors, Is.Empty);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
