using System.Diagnostics;

namespace AsyncTick.Scripting.Tests;

/// <summary>The headless host as a process: what it prints, how it ends, what it returns.</summary>
public sealed class HeadlessTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = TestPaths.NewFolder();

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Timers_ThirteenSecondsOfVirtualTime_PrintsInUnrealsForm()
    {
        using HeadlessProcess process = new(TestPaths.Script("Timers.cs"), "--frames", "780", "--virtual");
        Assert.That(await process.EndAsync(), Is.Zero);
        string[] lines = [.. process.Output.Where(line => line.EndsWith("elapsed", StringComparison.Ordinal))];
        Assert.That(lines.Count(line => line.EndsWith("LogAsyncTick: 1 seconds elapsed", StringComparison.Ordinal)), Is.EqualTo(13));
        Assert.That(lines.Count(line => line.EndsWith("LogAsyncTick: 3 seconds elapsed", StringComparison.Ordinal)), Is.EqualTo(4));
        Assert.That(lines, Has.All.Match(@"^\[\d{4}\.\d\d\.\d\d-\d\d\.\d\d\.\d\d:\d{3}\]\[[ \d]{3}\]LogAsyncTick: "));
        Assert.That(process.Errors, Is.Empty);
    }

    [Test]
    public async Task Scripts_WithoutATerminal_EndWhenTheScriptsHaveEnded()
    {
        var script = Write("Short.cs", "Log($\"hello {args[0]}\"); await Delay(0.1); return 7;");
        using HeadlessProcess process = new(script, "--", "world");
        Assert.That(await process.EndAsync(), Is.EqualTo(7));
        Assert.That(process.Output, Has.Some.EndsWith("LogAsyncTick: hello world"));
    }

    [Test]
    public async Task Script_Throws_ReturnsOneAndShowsTheFault()
    {
        using HeadlessProcess process = new(Write("Broken.cs", "await NextFrame();\nthrow new InvalidOperationException(\"OOOOOOPS\");"));
        Assert.That(await process.EndAsync(), Is.EqualTo(1));
        Assert.That(process.Output, Has.Some.Contains("LogAsyncTick: Error: Task 'Broken.cs'").And.Some.Contains("Broken.cs:line 2"));
    }

    [TestCase("--frobnicate", "AsyncTick.Headless: Unknown option '--frobnicate'. Try --help.")]
    [TestCase("--frames|x", "AsyncTick.Headless: --frames needs a whole number above 0, not 'x'. Try --help.")]
    [TestCase("--fps|0", "AsyncTick.Headless: --fps needs a number from 1 to 1000, not '0'. Try --help.")]
    [TestCase("--exec", "AsyncTick.Headless: --exec needs a value. Try --help.")]
    [TestCase("No/Such.cs", "AsyncTick.Headless: There is no script 'No/Such.cs', neither here nor in ")]
    public async Task BadArgument_Any_IsOneLineAndTwo(string arguments, string expected)
    {
        using HeadlessProcess process = new(arguments.Split('|'));
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors.Single(), Does.StartWith(expected));
        Assert.That(process.Output, Is.Empty);
    }

    [Test]
    public async Task NameOfAScript_AlmostRight_IsSuggested()
    {
        var script = Write("Timers.cs", "");
        using HeadlessProcess process = new(script.Replace("Timers.cs", "Timrs.cs", StringComparison.Ordinal));
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors.Single(), Does.EndWith($"Did you mean {script}?"));
    }

    [Test]
    public async Task ArgumentOfAScript_WithoutTheDashes_IsToldWhereItBelongs()
    {
        using HeadlessProcess process = new(Write("Greet.cs", "Log(args[0]);"), "Ada");
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors.Single(), Does.StartWith("AsyncTick.Headless: There is no script 'Ada'").And.EndsWith(" Arguments for scripts stand behind --."));
    }

    [Test]
    public async Task Script_WrittenForTheEngine_FindsItsWorldHere()
    {
        var script = Write("Engine.cs", """
            EngineActor lamp = EngineWorld.Current.SpawnActor("PointLight", "Lamp");
            var sun = UnrealSharp.CoreUObject.UObject.SpawnActor(new UnrealSharp.TSubclassOf<UnrealSharp.Engine.AActor>(typeof(UnrealSharp.Engine.APointLight)), new UnrealSharp.CoreUObject.FTransform());
            sun!.SetActorLabel("Sun", true);
            UnrealAsyncTick.UnrealTasks.Start(async () => { await NextFrame(); Log($"{lamp.IsAlive} {sun.GetActorLabel()}"); });
            try { EngineWorld.Current.SpawnActor("NoSuchThing"); } catch (EngineException error) { Log(error.Message); }
            await Frames(3);
            """);
        using HeadlessProcess process = new(script, "--virtual", "--exec", "Actors");
        Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Output.Concat(process.Errors)));
        Assert.That(process.Output, Has.Some.EndsWith("LogAsyncTick: True Sun").And.Some.Contains("there is no such class. Give its name without the A"));
        Assert.That(string.Join('\n', process.Output), Does.Contain("PointLight 'Lamp'\nPointLight 'Sun'"));
    }

    [Test]
    public async Task Help_OfThisHost_ListsItsOwnCommandsToo()
    {
        using HeadlessProcess process = new("--exec", "help; help quit; Quit now");
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Output, Has.Some.StartsWith("AsyncTick.Dashboard [port|stop] ").And.Some.StartsWith("AsyncTick.Actors ").And.Some.EqualTo("  Ends the headless host."));
        Assert.That(process.Output, Has.Some.EqualTo("Error: Usage: AsyncTick.Quit"));
    }

    [Test]
    public async Task BrokenScript_BesideAGoodOne_RunsNeither()
    {
        var good = Write("Good.cs", "Log(\"running\"); await Delay(100);");
        var bad = Write("Bad.cs", "\n    Log(1)\n");
        using HeadlessProcess process = new(good, bad);
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors, Is.EqualTo(new[] { "Bad.cs(2,11): error CS1002: ; expected" }));
        Assert.That(process.Output, Has.None.Contains("running"));
        Assert.That(process.Output, Has.Some.EndsWith("Error: Bad.cs did not compile, so Good.cs was not started either. With --keep-going it would be."));
    }

    [Test]
    public async Task BrokenScript_WithKeepGoing_IsTheOnlyOneThatDoesNotRun()
    {
        var good = Write("Good.cs", "Log(\"running\");");
        var bad = Write("Bad.cs", "\n    Log(1)\n");
        using HeadlessProcess process = new("--keep-going", good, bad);
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors, Is.EqualTo(new[] { "Bad.cs(2,11): error CS1002: ; expected" }));
        Assert.That(process.Output, Has.Some.EndsWith("LogAsyncTick: running").And.Some.EndsWith("Error: Bad.cs did not compile; the other scripts were started."));
    }

    [Test]
    public async Task Script_ThatCannotBeRead_IsBadInputInOneLine()
    {
        var loop = Path.Combine(_folder, "Endless.cs");
        File.CreateSymbolicLink(loop, loop);
        using HeadlessProcess process = new(loop);
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Errors, Has.Length.EqualTo(1).And.All.StartsWith("AsyncTick.Headless: ").And.All.Contains("Endless.cs"));
        Assert.That(process.Output, Has.None.Contains("   at "));
    }

    [Test]
    public async Task Exec_SeveralCommands_AreExecutedInOrder()
    {
        var script = Write("Loop.cs", "await Delay(1000);");
        using HeadlessProcess process = new(script, "--exec", "AsyncTick.List; Eval 6 * 7", "--exec", "Cancel Loop");
        Assert.That(await process.EndAsync(), Is.Zero);
        var output = string.Join('\n', process.Output);
        Assert.That(output, Does.Contain("Headless/Loop.cs").And.Contain("\n42\n").And.Contain("Loop.cs canceled."));
    }

    [Test]
    public async Task Exec_CommandFails_ReturnsTwo()
    {
        using HeadlessProcess process = new("--exec", "Run Missing.cs");
        Assert.That(await process.EndAsync(), Is.EqualTo(2));
        Assert.That(process.Output, Has.Some.StartsWith("Error: There is no script 'Missing.cs'"));
    }

    [Test]
    public async Task Prompt_LinesOnStandardInput_AreExecutedUntilQuit()
    {
        var script = Write("Prompted.cs", "Log(\"prompted\"); await Delay(1000);");
        using HeadlessProcess process = new();
        await process.TypeAsync("help");
        await process.WaitForAsync("AsyncTick.CancelAll");
        await process.TypeAsync($"run \"{script}\"");
        await process.WaitForAsync("LogAsyncTick: prompted");
        await process.TypeAsync("frobnicate");
        await process.WaitForAsync("Error: 'frobnicate' is not a command. Type help for the list.");
        await process.TypeAsync("quit");
        await process.EndAsync();
    }

    [Test]
    public async Task Interrupt_RunningScript_DrainsAndReturnsZeroWithinASecond([Values(2, 15)] int signal)
    {
        var script = Write("Loop.cs", "try { Log(\"ready\"); await Delay(1000); } finally { Log(\"cleaned up\"); }");
        await RealTime.AnyOfThreeAsync(Is.LessThan(1), async () =>
        {
            using HeadlessProcess process = new(script);
            await process.WaitForAsync("LogAsyncTick: ready");
            var sent = Stopwatch.GetTimestamp();
            process.Signal(signal);
            Assert.That(await process.EndAsync(), Is.Zero);
            var seconds = Stopwatch.GetElapsedTime(sent).TotalSeconds;
            Assert.That(process.Output, Has.Some.EndsWith("cleaned up"));
            return seconds;
        });
    }

    [Test]
    public async Task Interrupt_StubbornScript_StillEndsWithinItsLimitAndNamesIt()
    {
        var script = Write("Stubborn.cs", "Log(\"ready\"); await new TaskCompletionSource().Task;");
        using HeadlessProcess process = new(script);
        await process.WaitForAsync("LogAsyncTick: ready");
        process.Signal(2);
        Assert.That(await process.EndAsync(), Is.Zero);
        Assert.That(string.Join('\n', process.Output), Does.Contain("Stubborn.cs").And.Contain("Warning"));
    }

    [Test]
    public async Task Frames_AtSixtyPerSecond_KeepTheirTime()
    {
        var script = Write("Pace.cs", "var watch = System.Diagnostics.Stopwatch.StartNew(); await Frames(120); Log($\"took {watch.Elapsed.TotalSeconds}\");");
        await RealTime.AnyOfThreeAsync(Is.InRange(1.9, 2.5), async () =>
        {
            using HeadlessProcess process = new(script);
            Assert.That(await process.EndAsync(), Is.Zero);
            var line = process.Output.Single(text => text.Contains("took", StringComparison.Ordinal));
            return double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        });
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
