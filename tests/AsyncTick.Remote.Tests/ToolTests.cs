using System.Text.Json;

namespace AsyncTick.Remote.Tests;

/// <summary>The tool against a running headless host: what it prints, and what it returns.</summary>
public class ToolTests
{
    private ToolProcess _host = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _folder = Directory.CreateTempSubdirectory("asynctick-tool-").FullName;
        var waits = Write("Waits.cs", "Start(async () => await new AsyncManualResetEvent(name: \"bell\").WaitAsync(), \"Inner\"); await Delay(double.PositiveInfinity);");
        _host = new ToolProcess("host", waits);
        await _host.WaitForAsync("Waits.cs started");
    }

    [OneTimeTearDown]
    public void End()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Ps_ListsTheHost()
    {
        var output = await RunAsync(0, "ps");
        Assert.That(output.Output, Has.Length.EqualTo(2));
        Assert.That(output.Output[1], Does.Match($@"^{_host.Id}\s+Headless\s+ok\s+\d+\s+\d+\s+\d+\s"));
        var json = JsonDocument.Parse((await RunAsync(0, "ps", "--json")).Output.Single()).RootElement;
        Assert.That(json[0].GetProperty("process").GetInt32(), Is.EqualTo(_host.Id));
        Assert.That(json[0].GetProperty("state").GetString(), Is.EqualTo("ok"));
    }

    [Test]
    public async Task List_IsATable_AndJson()
    {
        var lines = (await RunAsync(0, "list")).Output;
        Assert.That(lines, Has.Some.Match(@"^#\d+\s+Inner\s+Headless/Waits.cs\s+Waiting\s.*event 'bell' at Waits.cs:1\s*$"));
        var json = JsonDocument.Parse((await RunAsync(0, "list", "--json")).Output.Single()).RootElement;
        Assert.That(json.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("name").GetString()), Has.Member("Inner"));
    }

    [Test]
    public async Task Tree_ShowsWhoStartedWhom()
    {
        var lines = (await RunAsync(0, "tree")).Output;
        var outer = Array.FindIndex(lines, line => line.Contains(" Waits.cs:", StringComparison.Ordinal));
        Assert.That(lines[0], Does.StartWith("Headless"));
        Assert.That(outer, Is.Positive);
        Assert.That(lines[outer + 1].IndexOf("Inner", StringComparison.Ordinal), Is.GreaterThan(lines[outer].IndexOf("Waits.cs:", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Dump_IsJsonOfTheLoop()
    {
        var file = Path.Combine(_folder, "dump.json");
        await RunAsync(0, "dump", file);
        Assert.That(JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("loop").GetString(), Is.EqualTo("Headless"));
    }

    [Test]
    public async Task WhoBlocks_OfAFreeThread_SaysSo() =>
        Assert.That((await RunAsync(0, "who-blocks")).Output.Single(), Does.StartWith($"Headless ({_host.Id}): The game thread is free; it answered in "));

    [Test]
    public async Task Top_PrintsUpdatesAndEnds()
    {
        var lines = (await RunAsync(0, "top", "--interval", "0.2", "--count", "2")).Output;
        Assert.That(lines.Count(line => line.StartsWith("Headless: frame ", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(lines, Has.Some.Match(@"^#\d+\s.*Inner"));
    }

    [Test]
    public async Task Run_ThatThrows_Returns1AndShowsTheFault()
    {
        var output = await RunAsync(1, "run", Write("Throws.cs", "await NextFrame();\nthrow new InvalidOperationException(\"no door\");"));
        Assert.That(output.Output, Has.Some.Contains("Throws.cs:line 2"));
        Assert.That(output.Errors, Has.Some.Contains("no door"));
    }

    [Test]
    public async Task Run_ThatDoesNotCompile_Returns2AndSaysWhere() =>
        Assert.That((await RunAsync(2, "run", Write("Bad.cs", "int x = \"\";"))).Errors, Has.Some.Contains("Bad.cs(1,9): error CS0029"));

    [Test]
    public async Task Run_OfAMissingFile_Returns2() => Assert.That((await RunAsync(2, "run", "/nowhere/Missing.cs")).Errors, Has.Some.Contains("Missing.cs"));

    [Test]
    public async Task Run_Detached_ReturnsAndTheScriptGoesOn_UntilCanceled()
    {
        await RunAsync(0, "run", "--detach", Write("Detached.cs", "await Delay(double.PositiveInfinity);"));
        Assert.That((await RunAsync(0, "list")).Output, Has.Some.Contains("Detached.cs"));
        await RunAsync(0, "cancel", "Detached.cs");
        Assert.That((await RunAsync(2, "cancel", "Detached.cs")).Errors, Has.Some.Contains("There is no running task or script named 'Detached.cs'"));
    }

    [Test]
    public async Task Eval_Interrupted_Returns130AndEndsIt()
    {
        using ToolProcess tool = new("eval", "Log(\"begun\"); try { await Delay(1000); } finally { Log(\"undone\"); }");
        await tool.WaitForAsync("begun");
        tool.Signal(2);
        Assert.That(await tool.EndAsync(), Is.EqualTo(130), tool.Printed());
        await _host.WaitForAsync("undone");
    }

    [Test]
    public async Task Eval_ThatThrows_Json_IsAnErrorObject()
    {
        var lines = (await RunAsync(1, "--json", "eval", "throw new Exception(\"oh\");")).Output;
        Assert.That(JsonDocument.Parse(lines[^1]).RootElement.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("failed"));
    }

    [Test]
    public async Task Faults_AndCommand_AreTheConsoles()
    {
        await RunAsync(1, "eval", "throw new TimeoutException(\"for the list\");");
        Assert.That((await RunAsync(0, "faults")).Output, Has.Some.Contains("TimeoutException: for the list"));
        Assert.That((await RunAsync(0, "faults", "--json")).Output.Single(), Does.Contain("for the list"));
        Assert.That((await RunAsync(0, "command", "Help", "Run")).Output, Has.Some.StartsWith("AsyncTick.Run <script>"));
    }

    [Test]
    public async Task Host_ThatIsNotThere_Returns2AndListsThoseThatAre() =>
        Assert.That((await RunAsync(2, "list", "--host", "Elsewhere")).Errors.Single(), Does.Match($"^asynctick: No running host is 'Elsewhere'. Running: {_host.Id} "));

    [Test]
    public async Task UnknownCommand_Returns2() => await RunAsync(2, "fly");

    [Test]
    public async Task SeveralHosts_HaveToBeNamed()
    {
        using ToolProcess other = new("host", "--stay");
        await other.WaitForAsync("Running at");
        Assert.That((await RunAsync(2, "list")).Errors.Single(), Does.Contain("2 hosts run; name one with --host").And.Contain($"{other.Id} "));
        Assert.That((await RunAsync(0, "eval", "-p", $"{other.Id}", "Environment.ProcessId")).Output.Single(), Is.EqualTo($"{other.Id}"));
    }

    private static async Task<ToolProcess> RunAsync(int code, params string[] arguments)
    {
        using ToolProcess tool = new(arguments);
        Assert.That(await tool.EndAsync(), Is.EqualTo(code), tool.Printed());
        return tool;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
