namespace AsyncTick.Scripting.Tests;

public sealed class ConsoleCommandTests : ScriptTestBase
{
    private readonly List<(LogVerbosity Verbosity, string Text)> _output = [];
    private ConsoleCommands _console = null!;
    private string _folder = "";

    [SetUp]
    public void MakeConsole()
    {
        _output.Clear();
        _folder = TestPaths.NewFolder();
        _console = new ConsoleCommands(Host, new ConsoleOptions { ScriptFolders = [_folder] });
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("AsyncTick.Run Loop.cs")]
    [TestCase("asynctick.run Loop")]
    [TestCase("RUN \"Loop.cs\" \"an argument\" b")]
    public void Run_AnySpelling_StartsTheScript(string line)
    {
        Write("Loop.cs", "Log(string.Join('|', args)); await Delay(100);");
        Assert.That(Execute(line), Is.True);
        Assert.That(Host.Running.Single().Name, Is.EqualTo("Loop.cs"));
        if (line.Contains("argument", StringComparison.Ordinal))
        {
            Assert.That(Lines, Is.EqualTo(new[] { "an argument|b" }));
        }
    }

    [TestCase("Run Loop.cs -keep x", 2)]
    [TestCase("Run -KEEP Loop.cs x", 2)]
    [TestCase("Run Loop.cs x -keep", 1)]
    public void Run_Keep_CountsBesideTheScriptsNameOnly(string line, int running)
    {
        Write("Loop.cs", "await Delay(100);");
        Execute("Run Loop.cs");
        Execute(line);
        Assert.That(Host.Running, Has.Count.EqualTo(running));
    }

    [TestCase("Run", "Usage: AsyncTick.Run <script> [-keep] [arguments]")]
    [TestCase("Run \"Open.cs", "A quote is not closed in: \"Open.cs")]
    [TestCase("Run Missing.cs", "There is no script 'Missing.cs', neither here nor in ")]
    [TestCase("Eval", "Usage: AsyncTick.Eval <C#>")]
    [TestCase("Cancel", "Usage: AsyncTick.Cancel <id|name>")]
    [TestCase("Cancel 99", "There is no running task #99. AsyncTick.List shows those that there are.")]
    [TestCase("Cancel nobody", "There is no running task or script named 'nobody'. AsyncTick.List shows those that there are.")]
    [TestCase("CancelAll now", "Usage: AsyncTick.CancelAll")]
    [TestCase("List everything", "Usage: AsyncTick.List [-ended]")]
    [TestCase("AsyncTick.Frobnicate 1", "'AsyncTick.Frobnicate' is not a command. Type help for the list.")]
    [TestCase("help Frobnicate", "'Frobnicate' is not a command. Type help for the list.")]
    [TestCase("Lsit", "'Lsit' is not a command. Did you mean List?")]
    [TestCase("AsyncTick.Cancle 3", "'AsyncTick.Cancle' is not a command. Did you mean Cancel?")]
    [TestCase("Log(1)", "'Log(1)' is not a command. Type help for the list, or Eval before C#.")]
    public void BadInput_AnyCommand_IsOneClearErrorLine(string line, string expected)
    {
        Assert.That(Execute(line), Is.False);
        Assert.That(_output, Has.Count.EqualTo(1));
        Assert.That(_output[0].Verbosity, Is.EqualTo(LogVerbosity.Error));
        Assert.That(_output[0].Text, Does.StartWith(expected).And.Not.Contain("\n"));
    }

    [TestCase("Run timers.cs", "There is no script 'timers.cs'. Did you mean Timers.cs?")]
    [TestCase("Watch TIMERS", "There is no script 'TIMERS'. Did you mean Timers.cs?")]
    [TestCase("Run Timer.cs", "There is no script 'Timer.cs'. Did you mean Timers.cs?")]
    [TestCase("Eval @tmiers.cs", "There is no script 'tmiers.cs'. Did you mean Timers.cs?")]
    public void ScriptName_AlmostRight_IsSuggested(string line, string expected)
    {
        Write("Timers.cs", "");
        Write("Other.cs", "");
        Assert.That(Execute(line), Is.False);
        Assert.That(_output.Single(), Is.EqualTo((LogVerbosity.Error, expected)));
    }

    [Test]
    public void Run_DoesNotCompile_ShowsWhyAndThatTheOldCopyGoesOn()
    {
        Write("Edit.cs", "await Delay(100);");
        Execute("Run Edit.cs");
        Write("Edit.cs", "Log(1)\n");
        Assert.That(Execute("Run Edit.cs"), Is.False);
        Assert.That(_output.Select(line => line.Text), Is.EqualTo(new[] { "Edit.cs(1,7): error CS1002: ; expected", "Edit.cs did not compile; the running copy goes on." }));
        Assert.That(Host.Running, Has.Count.EqualTo(1));
    }

    [Test]
    public void Run_BlockingCall_WarnsBeforeTheScriptRuns()
    {
        Write("Sleepy.cs", "Thread.Sleep(1);");
        Assert.That(Execute("Run Sleepy.cs"), Is.True);
        Assert.That(_output.Single(), Is.EqualTo((LogVerbosity.Warning, "Sleepy.cs(1,1): warning AT0003: 'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(0.001)'")));
    }

    [Test]
    public void List_TwoScripts_ShowsNameScopeStateAndWait()
    {
        Write("A.cs", "Start(Patrol);\nasync Task Patrol()\n{\n    await Delay(5);\n}\nawait NextFrame();\nawait Delay(100);");
        Write("B.cs", "await Delay(50);");
        Execute("Run A.cs");
        Execute("Run B.cs");
        Test.Advance(1);
        _output.Clear();
        Assert.That(Execute("AsyncTick.List"), Is.True);
        var text = _output.Single().Text;
        Assert.That(text, Does.Match(@"#\d+ +Patrol +test/A\.cs +Waiting +1\.0 s .*delay, 4\.00 s left at A\.cs:4"));
        Assert.That(text, Does.Match(@"#\d+ +A\.cs +test/A\.cs +Waiting .*at A\.cs:7"));
        Assert.That(text, Does.Match(@"#\d+ +B\.cs +test/B\.cs +Waiting .*at B\.cs:1"));
        Assert.That(text, Does.EndWith("\n3 tasks, 2 scripts running."));
    }

    [Test]
    public void List_Ended_ShowsTheHistory()
    {
        Write("Short.cs", "Log(1);");
        Execute("Run Short.cs");
        PumpFrozen(() => Host.Running.Count == 0);
        _output.Clear();
        Execute("List -ended");
        Assert.That(_output.Single().Text, Does.Match(@"Short\.cs +test/Short\.cs +Completed"));
    }

    [TestCase("Loop.cs", "Loop.cs canceled.")]
    [TestCase("loop", "Loop.cs canceled.")]
    [TestCase("\"my patrol\"", "1 task canceled.")]
    [TestCase("my patrol", "1 task canceled.")]
    public void Cancel_ByName_EndsTheScriptOrTheTask(string name, string expected)
    {
        Write("Loop.cs", "Start(() => Delay2(), \"my patrol\");\nawait Delay(100);\nasync Task Delay2() => await Delay(100);");
        Execute("Run Loop.cs");
        Assert.That(Execute($"Cancel {name}"), Is.True);
        Test.RunUntilIdle();
        Assert.That(_output[^1].Text, Is.EqualTo(expected));
        Assert.That(Host.Running, Has.Count.EqualTo(expected.StartsWith("Loop", StringComparison.Ordinal) ? 0 : 1));
    }

    [Test]
    public void Cancel_ById_EndsThatTask()
    {
        var id = Test.Loop.Start(async () => await Async.Delay(100), "one").Id;
        Test.Loop.Start(async () => await Async.Delay(100), "other");
        Assert.That(Execute($"Cancel #{id}"), Is.True);
        Test.RunUntilIdle();
        Assert.That(Test.Loop.Tasks.Snapshot().Single().Name, Is.EqualTo("other"));
    }

    [Test]
    public void CancelAll_RunningScripts_EndAndNewOnesMayStart()
    {
        Write("Loop.cs", "await Delay(100);");
        Execute("Run Loop.cs");
        Execute("CancelAll");
        Test.RunUntilIdle();
        Assert.That(_output[^1].Text, Is.EqualTo("1 task canceled."));
        Assert.That(Host.Running, Is.Empty);
        Assert.That(Execute("Run Loop.cs"), Is.True);
        Assert.That(Host.Running, Has.Count.EqualTo(1));
    }

    [Test]
    public void Eval_Expression_PrintsItsValue()
    {
        Assert.That(Execute("AsyncTick.Eval Enumerable.Range(1, 3).Select(n => n * n)"), Is.True);
        Assert.That(_output.Single().Text, Is.EqualTo("[1, 4, 9]"));
        _output.Clear();
        Assert.That(Execute("Eval 1 + \"x\" * 2"), Is.False);
        Assert.That(_output.Single().Text, Does.StartWith("Eval(1,5): error CS0019:"));
    }

    [Test]
    public void Eval_AwaitsTimePasses_PrintsWhenItIsThere()
    {
        var evaluating = _console.ExecuteAsync("Eval await Late(); async Task<int> Late() { await Delay(3); return 7; }; await Late()", Collect);
        Test.PumpUntil(() => evaluating.IsCompleted);
        Assert.That(_output.Single().Text, Is.EqualTo("7"));
    }

    [Test]
    public void Watch_FileChanges_RunsItAgainAndKeepsTheOldCopyWhileBroken()
    {
        var path = Write("Watched.cs", "Log(\"one\"); await Delay(1000);");
        Execute("Watch Watched.cs");
        Assert.That(_output[0].Text, Does.StartWith($"Watching {path}"));
        Test.PumpUntil(() => Lines.Contains("one"));

        Write("Watched.cs", "Log(\"two\") await Delay(1000);");
        Test.PumpUntil(() => _output.Any(line => line.Text == "Watched.cs did not compile; the running copy goes on."));
        Assert.That(Host.Running.Single().State, Is.EqualTo(ScriptRunState.Running));

        Write("Watched.cs", "Log(\"three\"); await Delay(1000); // longer");
        Test.PumpUntil(() => Lines.Contains("three"));
        Assert.That(Host.Running, Has.Count.EqualTo(1));

        Assert.That(Execute("Cancel Watch Watched.cs"), Is.True);
        Test.RunUntilIdle();
        Assert.That(Test.Loop.Tasks.Snapshot().Select(task => task.Name), Is.EqualTo(new[] { "Watched.cs" }));
    }

    [Test]
    public void Watch_SameScriptTwice_WatchesOnce()
    {
        Write("Watched.cs", "await Delay(1000);");
        Execute("Watch Watched.cs");
        Execute("Watch Watched.cs");
        Test.RunUntilIdle();
        Assert.That(Test.Loop.Tasks.Snapshot().Count(task => task.Name == "Watch Watched.cs"), Is.EqualTo(1));
    }

    [Test]
    public void Stats_AnyTime_TellsOfLoopTasksAndScripts()
    {
        Execute("Stats");
        Assert.That(_output.Single().Text.Split('\n').Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "Loop", "Pump", "Backlog", "Tasks", "Waits", "Scripts", "Memory" }));
    }

    [Test]
    public void Help_Alone_ListsEveryCommandOncePerLine()
    {
        Execute("help");
        var lines = _output.Single().Text.Split('\n')[..^1];
        Assert.That(lines.Select(line => line.Split(' ')[0]), Is.EqualTo(_console.Commands.Select(command => command.Name)).And.Unique);
        Assert.That(lines.Zip(_console.Commands).Where(each => !each.First.StartsWith(each.Second.Usage, StringComparison.Ordinal) || !each.First.EndsWith(each.Second.Help, StringComparison.Ordinal)), Is.Empty);
        Assert.That(lines[^1], Does.StartWith("AsyncTick.Help [command]"));
    }

    [Test]
    public void Help_OfOne_SaysHowItIsUsedAndWhatItDoes()
    {
        foreach (var command in _console.Commands)
        {
            _output.Clear();
            Assert.That(Execute($"help {command.ShortName.ToLowerInvariant()}"), Is.True);
            Assert.That(_output.Single().Text, Is.EqualTo($"{command.Usage}\n  {command.Help}"));
            Assert.That(command.Help, Does.Match(@"^[A-Z].*\.$").And.Not.Contain("\n"));
        }
    }

    [Test]
    public void Arguments_MissingOrTooMany_AreRefusedWithTheUsage()
    {
        foreach (var command in _console.Commands)
        {
            _output.Clear();
            if (command.Parameters.StartsWith('['))
            {
                Assert.That(command.Parameters, Does.EndWith("]"), "what is optional is in brackets");
                continue;
            }

            Assert.That(Execute(command.Parameters.Length == 0 ? $"{command.Name} anything" : command.Name), Is.False);
            Assert.That(_output.Single(), Is.EqualTo((LogVerbosity.Error, $"Usage: {command.Usage}")));
        }
    }

    [Test]
    public void Register_ACommand_IsListedCompletedAndExecuted()
    {
        List<string> calls = [];
        _console.Register(new ConsoleCommand("Salute", "<name>", "Salutes.", call =>
        {
            calls.Add(call.Rest);
            return call.Done("Saluted.");
        })
        {
            Completion = _ => ["Hero", "Villain", "The Crowd"],
        });

        Assert.That(Execute("asynctick.salute the crowd"), Is.True);
        Assert.That(Execute("Salute"), Is.False);
        Assert.That((calls.Single(), string.Join('|', _output.Select(line => line.Text))), Is.EqualTo(("the crowd", "Saluted.|Usage: AsyncTick.Salute <name>")));
        Assert.That(_console.Complete("sal", 3).Candidates, Is.EqualTo(new[] { "Salute" }));
        Assert.That(_console.Complete("List; Salute t", 14), Is.EqualTo(new ConsoleCompletion(13, ["\"The Crowd\""])).Using<ConsoleCompletion>((a, b) => a.Start == b.Start && a.Candidates.SequenceEqual(b.Candidates)));
        Assert.That(() => _console.Register(new ConsoleCommand("RUN", "", "Twice.", call => call.Done(""))), Throws.ArgumentException);
        Assert.That(() => _console.Register(new ConsoleCommand("help", "", "Twice.", call => call.Done(""))), Throws.ArgumentException);
    }

    [Test]
    public void EmptyLine_DoesNothing_Well()
    {
        Assert.That(Execute("   "), Is.True);
        Assert.That(_output, Is.Empty);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void Collect(LogVerbosity verbosity, string text) => _output.Add((verbosity, text));

    private bool Execute(string line)
    {
        var executing = _console.ExecuteAsync(line, Collect);
        PumpFrozen(() => executing.IsCompleted);
        PumpFrozen(() => Host.Running.All(run => run.HasBegun));
#pragma warning disable VSTHRD002 // It has ended.
        return executing.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}
