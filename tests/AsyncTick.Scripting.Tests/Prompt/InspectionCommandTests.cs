using System.Text.Json;

namespace AsyncTick.Scripting.Tests;

/// <summary>The commands that look inside and pause, and completion of what is typed.</summary>
public sealed class InspectionCommandTests : ScriptTestBase
{
    private readonly List<string> _output = [];
    private ConsoleCommands _console = null!;
    private string _folder = "";

    [SetUp]
    public void MakeConsole()
    {
        _output.Clear();
        _folder = TestPaths.NewFolder();
        _console = new ConsoleCommands(Host, new ConsoleOptions { ScriptFolders = [_folder], OutputFolder = Path.Combine(_folder, "out") });
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("Ticker.cs")]
    [TestCase("ticker")]
    [TestCase("test/Ticker.cs")]
    public void Pause_AScript_StopsItUntilResume(string name)
    {
        Write("Ticker.cs", "await foreach (Tick tick in Every(1)) Log($\"tick {tick.Index}\");");
        Execute("Run Ticker.cs");
        Test.Advance(2.5);
        Assert.That(Execute($"AsyncTick.Pause {name}"), Is.EqualTo("test/Ticker.cs paused."));
        var before = Lines.Length;
        Test.Advance(3);
        Assert.That(Lines, Has.Length.EqualTo(before));
        Assert.That(Execute("List"), Does.Contain("Paused"));
        Assert.That(Execute($"AsyncTick.Resume {name}"), Is.EqualTo("test/Ticker.cs resumed."));
        Test.Advance(1);
        Assert.That(Lines, Has.Length.GreaterThan(before));
    }

    [Test]
    public void Pause_ATask_LeavesItsNeighborsRunning()
    {
        var count = 0;
        var other = 0;
        var id = Test.Loop.Start(async () => { while (true) { await Async.NextFrame(); count++; } }, "mine").Id;
        Test.Loop.Start(async () => { while (true) { await Async.NextFrame(); other++; } }, "theirs");
        Test.Step(3);
        Assert.That(Execute($"Pause #{id}"), Is.EqualTo($"Task #{id} paused."));
        (int Mine, int Theirs) before = (count, other);
        Test.Step(5);
        Assert.That((count, other), Is.EqualTo((before.Mine, before.Theirs + 5)));
        Assert.That(Execute("Resume mine"), Is.EqualTo("1 task resumed."));
        Test.Step(5);
        Assert.That(count, Is.GreaterThanOrEqualTo(before.Mine + 5));
    }

    [Test]
    public void Pause_TaskAndItsScope_NeedsBothResumed()
    {
        var count = 0;
        var scope = Test.Loop.RootScope.CreateChild("group");
        var id = scope.Start(async () => { while (true) { await Async.NextFrame(); count++; } }, "mine").Id;
        Test.Step(2);
        Execute($"Pause {id}");
        Execute("Pause group");
        Execute("Resume group");
        var before = count;
        Test.Step(3);
        Assert.That(count, Is.EqualTo(before));
        Execute($"Pause test/group");
        Execute($"Resume {id}");
        Test.Step(3);
        Assert.That(count, Is.EqualTo(before));
        Execute("Resume group");
        Test.Step(3);
        Assert.That(count, Is.GreaterThan(before));
    }

    [Test]
    public void Pause_ACanceledTask_EndsAllTheSame()
    {
        var id = Test.Loop.Start(async () => await Async.Delay(100), "mine").Id;
        Execute($"Pause {id}");
        Execute($"Cancel {id}");
        Test.RunUntilIdle();
        Assert.That(Test.Loop.Tasks.Count, Is.Zero);
    }

    [TestCase("Pause", "Usage: AsyncTick.Pause <id|name>")]
    [TestCase("Resume", "Usage: AsyncTick.Resume <id|name>")]
    [TestCase("Pause 99", "There is no running task #99. AsyncTick.List shows those that there are.")]
    [TestCase("Resume 99", "There is no paused task #99. AsyncTick.List shows those that there are.")]
    [TestCase("Pause nobody", "There is no running task, script or scope named 'nobody'. AsyncTick.List shows those that there are.")]
    [TestCase("KeepAlive all", "Usage: AsyncTick.KeepAlive")]
    [TestCase("Locks all", "Usage: AsyncTick.Locks")]
    [TestCase("Faults first", "Usage: AsyncTick.Faults [number]")]
    [TestCase("Faults 7", "There is no fault 7, or it was too long ago. AsyncTick.Faults lists those that there are.")]
    [TestCase("Dump one two", "Usage: AsyncTick.Dump [file]")]
    [TestCase("Stats all", "Usage: AsyncTick.Stats")]
    public void BadInput_AnyCommand_IsOneClearLine(string line, string expected) => Assert.That(Execute(line), Is.EqualTo(expected));

    [Test]
    public void KeepAlive_Anything_IsNamedWithItsScope()
    {
        Assert.That(Execute("KeepAlive"), Is.EqualTo("Nothing keeps loop 'test' alive: no task, no timer, nothing ready."));
        Write("Sleeper.cs", "await Delay(100);");
        Execute("Run Sleeper.cs");
        Test.Step();
        Assert.That(Execute("KeepAlive"), Does.StartWith("Loop 'test' is kept alive by 1 task(s)\n  test/Sleeper.cs: 1\n").And.Contain("'Sleeper.cs', delay"));
    }

    [Test]
    public void Locks_HeldAndAwaited_NamesHolderPlaceAndWaiters()
    {
        Assert.That(Execute("Locks"), Is.EqualTo("No task holds a lock."));
        Write("Locked.cs", "AsyncLock gate = new(\"gate\");\nStart(One, \"one\");\nStart(Two, \"two\");\nasync Task One()\n{\n    using (await gate.LockAsync())\n        await Delay(100);\n}\nasync Task Two() { using (await gate.LockAsync()) { } }");
        Execute("Run Locked.cs");
        Test.Advance(2);
        var one = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "one").Id;
        var two = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "two").Id;
        Assert.That(Execute("Locks"), Is.EqualTo($"lock 'gate', held by #{one} 'one' for 2.0 s since Locked.cs:6; #{two} waits"));
    }

    [Test]
    public void Faults_SomeTasksFail_AreListedAndShownWithTheirStack()
    {
        Assert.That(Execute("Faults"), Is.EqualTo("No task has failed."));
        Write("Broken.cs", "await NextFrame();\nthrow new InvalidOperationException(\"OOOOOOPS\");");
        Execute("Run Broken.cs");
        Test.Step(2);
        Assert.That(Execute("Faults"), Does.Match(@"^1 fault so far\n  1  frame \d+, 'Broken\.cs' \(#\d+ in test/Broken\.cs\): InvalidOperationException: OOOOOOPS\n"));
        Assert.That(Execute("Faults 1"), Does.Contain("Broken.cs:line 2").And.EndsWith("\nStarted at Broken.cs:1"));
        for (var i = 0; i < 30; i++)
        {
            Test.Loop.Start(() => throw new InvalidOperationException("again"), "again");
            Test.Step();
        }

        Assert.That(Execute("Faults"), Does.StartWith("31 faults so far, the last 20 of them\n 12  "));
        Assert.That(Execute("Faults 1"), Does.StartWith("There is no fault 1"));
    }

    [Test]
    public void Dump_HereAndIntoAFile_IsTheSameJson()
    {
        Write("Sleeper.cs", "await Delay(100);");
        Execute("Run Sleeper.cs");
        Test.Step();
        using var here = JsonDocument.Parse(Execute("Dump"));
        Assert.That(here.RootElement.GetProperty("tasks")[0].GetProperty("name").GetString(), Is.EqualTo("Sleeper.cs"));
        var path = Path.Combine(_folder, "out", "table.json");
        Assert.That(Execute("Dump table.json"), Is.EqualTo($"Written to {path}"));
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        Assert.That(file.RootElement.GetProperty("loop").GetString(), Is.EqualTo("test"));
    }

    [Test]
    public void Stats_WithWaits_NamesBacklogAndTheLongest()
    {
        Test.Loop.Start(async () => await Async.Delay(100), "sleeper");
        Test.Advance(3);
        var text = Execute("Stats");
        Assert.That(text, Does.Match(@"\nBacklog  0 now, at most \d+ left over by a frame"));
        Assert.That(text, Does.Match(@"\nWaits    #\d+ 'sleeper' for 3\.0 s: delay, 97\.00 s left"));
    }

    [Test]
    public void Eval_LinesAndReset_KeepAndForget()
    {
        Assert.That(Execute("Eval -reset"), Is.EqualTo("There was nothing to forget."));
        Execute("Eval using System.Text; int x = 1;");
        Execute("Eval int y = x + 1;");
        _output.Clear();
        Assert.That(Execute("Eval x + y"), Is.EqualTo("3"));
        Assert.That(Execute("Eval -reset"), Is.EqualTo("What 2 lines had declared is forgotten."));
        Assert.That(Execute("Eval x + y"), Does.StartWith("Eval(1,1): error CS0103"));
    }

    [TestCase("", null, 0)]
    [TestCase("AsyncTick.", null, 0)]
    [TestCase("ca", "Cancel,CancelAll", 0)]
    [TestCase("AsyncTick.Ru", "AsyncTick.Run", 0)]
    [TestCase("Run Al", "Alpha.cs", 4)]
    [TestCase("run \"My", "\"My Script.cs\"", 4)]
    [TestCase("List; watch m", "\"My Script.cs\"", 12)]
    [TestCase("Eval @al", "@Alpha.cs", 5)]
    [TestCase("Eval 1; 2; al", "", 11)]
    [TestCase("cancel sl", "\"sleeper one\",sleeper2", 7)]
    [TestCase("Pause test/g", "test/group", 6)]
    [TestCase("help st", "Stats", 5)]
    [TestCase("List al", "", 5)]
    [TestCase("Run Alpha.cs al", "", 13)]
    public void Completion_OfAHalfTypedWord_GivesWhatItMayBecome(string line, string? expected, int start)
    {
        Write("Alpha.cs", "");
        Write("My Script.cs", "");
        Write("Notes.txt", "");
        Test.Loop.RootScope.CreateChild("group");
        Test.Loop.Start(async () => await Async.Delay(100), "sleeper one");
        Test.Loop.Start(async () => await Async.Delay(100), "sleeper2");
        expected ??= string.Join(',', _console.Commands.Select(command => line.Length == 0 ? command.ShortName : command.Name).Order(StringComparer.OrdinalIgnoreCase));
        var completion = _console.Complete(line, line.Length);
        Assert.That((string.Join(',', completion.Candidates), completion.Start), Is.EqualTo((expected, start)));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private string Execute(string line)
    {
        _output.Clear();
        var executing = _console.ExecuteAsync(line, (_, text) => _output.Add(text));
        PumpFrozen(() => executing.IsCompleted);
        PumpFrozen(() => Host.Running.All(run => run.HasBegun));
        return string.Join('\n', _output);
    }
}
