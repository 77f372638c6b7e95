using System.Text.Json;

namespace AsyncTick.Scripting.Tests;

/// <summary>The commands that tell what has happened.</summary>
public sealed class RecordingCommandTests : ScriptTestBase
{
    private readonly List<string> _output = [];
    private ConsoleCommands _console = null!;
    private string _folder = "";

    [SetUp]
    public void MakeConsole()
    {
        _folder = TestPaths.NewFolder();
        _console = new ConsoleCommands(Host, new ConsoleOptions { ScriptFolders = [_folder], OutputFolder = Path.Combine(_folder, "out") });
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Why_AScriptsTask_NamesTheScriptsLinesAndTheWaker()
    {
        File.WriteAllText(
            Path.Combine(_folder, "Doors.cs"),
            "AsyncManualResetEvent door = new();\nStart(Wait, \"guest\");\nawait Delay(1);\ndoor.Set();\nawait Delay(100);\nasync Task Wait()\n{\n    await door.WaitAsync();\n    await Delay(50);\n}");
        Execute("Run Doors.cs");
        Test.Advance(2);
        var guest = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "guest").Id;
        var script = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "Doors.cs").Id;
        var why = Execute($"Why {guest}").Split('\n');
        Assert.That(why[0], Is.EqualTo($"Task 'guest' (#{guest}), latest first:"));
        Assert.That(why[1], Does.Contain(" from the wait at Doors.cs:8, ").And.EndsWith($"woken by 'Doors.cs' (#{script}) in its step from the wait at Doors.cs:3"));
        Assert.That(why[^1], Does.EndWith($"was started at Doors.cs:2 by 'Doors.cs' (#{script})"));
    }

    [Test]
    public void Trace_OfAScript_HoldsItsTasksAndThatItWasLoaded()
    {
        File.WriteAllText(Path.Combine(_folder, "Sleeper.cs"), "await Delay(1);\nawait Delay(100);");
        Execute("Run Sleeper.cs");
        Test.Advance(2);
        var path = Path.Combine(_folder, "out", "trace.json");
        Assert.That(Execute("Trace 60 trace.json"), Does.Match($"^\\d+ events written to {System.Text.RegularExpressions.Regex.Escape(path)}; open it at ui\\.perfetto\\.dev"));
        using var trace = JsonDocument.Parse(File.ReadAllText(path));
        var names = trace.RootElement.GetProperty("traceEvents").EnumerateArray().Select(each => (each.GetProperty("ph").GetString(), each.GetProperty("name").GetString())).ToArray();
        Assert.That(names, Does.Contain(("X", "Sleeper.cs")).And.Contain(("i", "Sleeper.cs loaded")));
        Assert.That(Execute("Trace"), Does.Contain(Path.Combine(_folder, "out", "Trace-test-")));
    }

    [Test]
    public void Insights_OutsideOfTheEngine_IsRefusedWithWhatThereIs()
    {
        Assert.That(Execute("Insights on"), Is.EqualTo("There is no Unreal Insights here. AsyncTick.Trace writes a file for a browser."));
    }

    [Test]
    public void Record_OffAndOn_SaysSo()
    {
        Test.Step();
        Assert.That(Execute("Record"), Does.Match(@"^The recorder is on: \d+ of \d+ entries, which tell of \d+ frames with work in the last "));
        Assert.That(Execute("Record off"), Is.EqualTo("The recorder is off. AsyncTick.Record on starts it."));
        Assert.That(Execute("Trace"), Is.EqualTo("The recorder is off, so there is nothing to write. AsyncTick.Record on starts it."));
        Assert.That(Execute("Why 1"), Is.EqualTo("The recorder is off, so nothing is known. AsyncTick.Record on starts it."));
        Assert.That(Execute("Record 5000"), Does.StartWith("The recorder is on: 0 of 8192 entries"));
        Assert.That(Execute("Record on"), Does.StartWith("The recorder is on: ").And.Contain(" of 8192 entries"));
    }

    [TestCase("Record sometimes", "'sometimes' is no size: on, off, or a number of entries up to 16777216, which is 128 MiB.")]
    [TestCase("Record 99999999", "'99999999' is no size: on, off, or a number of entries up to 16777216, which is 128 MiB.")]
    [TestCase("Trace 1 2 3", "Usage: AsyncTick.Trace [seconds] [file]")]
    [TestCase("Trace one two", "Usage: AsyncTick.Trace [seconds] [file]")]
    [TestCase("Why", "Usage: AsyncTick.Why <id>")]
    [TestCase("Why not", "'not' is no id of a task. AsyncTick.List shows them, and AsyncTick.List -ended those of ended ones.")]
    [TestCase("Why 4711", "Nothing of a task #4711 is recorded, or it was too long ago.")]
    public void BadInput_AnyCommand_IsOneClearLine(string line, string expected) => Assert.That(Execute(line), Is.EqualTo(expected));

    private string Execute(string line)
    {
        _output.Clear();
        var executing = _console.ExecuteAsync(line, (_, text) => _output.Add(text));
        PumpFrozen(() => executing.IsCompleted);
        PumpFrozen(() => Host.Running.All(run => run.HasBegun));
        return string.Join('\n', _output);
    }
}
