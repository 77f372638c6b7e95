namespace AsyncTick.Scripting.Tests;

/// <summary>The line editor of the headless prompt, typed at in a real terminal.</summary>
public sealed class TerminalTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = TestPaths.NewFolder();

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Tab_OneMatch_IsCompletedAndMayBeExecuted()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("sta");
        terminal.Press("Tab");
        terminal.WaitForLine("> Stats");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\nLoop     Headless: ", StringComparison.Ordinal));
        terminal.Type("qu");
        terminal.Press("Tab", "Enter");
        terminal.WaitForEnd();
    }

    [Test]
    public void Tab_SeveralMatches_GoesAsFarAsTheyAgreeAndThenListsThem()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("canc");
        terminal.Press("Tab");
        terminal.WaitForLine("> Cancel");
        terminal.Press("Tab");
        terminal.WaitFor(screen => screen.Contains("\nCancel  CancelAll\n> Cancel", StringComparison.Ordinal));
    }

    [Test]
    public void Tab_AfterACommand_CompletesScriptsAndTasks()
    {
        Write("Alpha.cs", "Start(() => Patrol(), \"patrol of the gate\"); await Delay(1000); async Task Patrol() => await Delay(1000);");
        Write("Another Script.cs", "");
        using Terminal terminal = new(_folder, 100);
        terminal.Type("run al");
        terminal.Press("Tab");
        terminal.WaitForLine("> run Alpha.cs");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("Alpha.cs started", StringComparison.Ordinal));
        terminal.Type("cancel p");
        terminal.Press("Tab");
        terminal.WaitForLine("> cancel \"patrol of the gate\"");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\n1 task canceled.", StringComparison.Ordinal));
        terminal.Type("watch \"ano");
        terminal.Press("Tab");
        terminal.WaitForLine("> watch \"Another Script.cs\"");
    }

    [Test]
    public void Arrows_UpAndDown_WalkThroughWhatWasTyped()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("Eval 40 + 2");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\n42\n", StringComparison.Ordinal));
        terminal.Type("Help Run");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\nAsyncTick.Run <script>", StringComparison.Ordinal));
        terminal.Type("draft");
        terminal.Press("Up");
        terminal.WaitForLine("> Help Run");
        terminal.Press("Up");
        terminal.WaitForLine("> Eval 40 + 2");
        terminal.Press("Up");
        terminal.Press("Down", "Down");
        terminal.WaitForLine("> draft");
        terminal.Press("Up", "Up", "Home", "Right", "Right", "Right", "Right", "Right", "Delete", "Delete");
        terminal.Type("1");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("> Eval 1 + 2\n", StringComparison.Ordinal) && screen.Contains("\n3\n", StringComparison.Ordinal));
    }

    [Test]
    public void History_OfAnEarlierProcess_IsStillThere()
    {
        using (Terminal first = new(_folder, 100))
        {
            first.Type("Eval 40 + 2");
            first.Press("Enter");
            first.WaitFor(screen => screen.Contains("\n42\n", StringComparison.Ordinal));
            first.Type("quit");
            first.Press("Enter");
            first.WaitForEnd();
        }

        using Terminal second = new(_folder, 100);
        second.Press("Up");
        second.WaitForLine("> quit");
        second.Press("Up");
        second.WaitForLine("> Eval 40 + 2");
    }

    [Test]
    public void Keys_ThatEdit_ChangeTheLineAtTheCursor()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("one two three");
        terminal.Press("C-w");
        terminal.WaitForLine("> one two"); // and a blank
        terminal.Press("C-a");
        terminal.Type("é漢");
        terminal.WaitForLine("> é漢one two");
        terminal.Press("BSpace", "C-e", "BSpace", "Left", "BSpace");
        terminal.WaitForLine("> éone to");
        terminal.Press("Left", "C-k");
        terminal.WaitForLine("> éone");
        terminal.Press("C-u");
        terminal.Type("x");
        terminal.WaitForLine("> x");
    }

    [Test]
    public void Line_LongerThanTheScreen_WrapsAndIsEditedInBothRows()
    {
        using Terminal terminal = new(_folder, 40);
        var digits = string.Concat(Enumerable.Repeat("1234567890", 6));
        terminal.Type($"Eval \"{digits}\".Length");
        terminal.WaitFor(screen => screen.EndsWith(".Length", StringComparison.Ordinal));
        terminal.Press("Home", "Right", "Right", "Right", "Right", "Right", "Right");
        terminal.Type("ab");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\n62\n", StringComparison.Ordinal));
        Assert.That(terminal.Screen, Does.Contain($"> Eval \"ab{digits[..30]}\n{digits[30..]}\".Length\n"));
    }

    [Test]
    public void LogLines_WhileSomebodyTypes_GoAboveTheLine()
    {
        var script = Write("Noisy.cs", "await foreach (Tick tick in Every(0.05)) { Log($\"noise {tick.Index} end\"); if (tick.Index == 60) break; }");
        using Terminal terminal = new(_folder, 100, script);
        foreach (var letter in "help stats")
        {
            terminal.Type(letter.ToString());
        }

        terminal.WaitFor(screen => screen.Contains("noise 60 end", StringComparison.Ordinal));
        terminal.WaitForLine("> help stats");
        var lines = terminal.Screen.Split('\n');
        Assert.That(lines[^1], Is.EqualTo("> help stats"));
        Assert.That(lines[..^1].Where(line => line.Contains("noise", StringComparison.Ordinal)), Has.All.Match(@"^\[.*LogAsyncTick: noise \d+ end$"));
        Assert.That(lines.Count(line => line.StartsWith('>')), Is.EqualTo(1));
    }

    [Test]
    public void LineThatTakesLong_DoesNotHoldUpTheNextOne()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("Eval int ticks = 0; while (true) { await NextFrame(); ticks++; }");
        terminal.Press("Enter");
        terminal.Type("Eval ticks >= 0");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("\ntrue\n", StringComparison.Ordinal));
        terminal.Type("Cancel Eval");
        terminal.Press("Enter");
        terminal.WaitFor(screen => screen.Contains("Eval canceled.", StringComparison.Ordinal));
    }

    [Test]
    public void Interrupt_AtThePrompt_DrainsAndEnds()
    {
        var script = Write("Loop.cs", $"try {{ await Delay(1000); }} finally {{ File.WriteAllText(\"{_folder}/cleaned\", \"\"); }}");
        using Terminal terminal = new(_folder, 100, script);
        terminal.WaitFor(screen => screen.Contains("Loop.cs started", StringComparison.Ordinal));
        terminal.Type("half");
        terminal.WaitForLine("> half");
        terminal.Press("C-c");
        terminal.WaitForEnd();
        Assert.That(File.Exists(Path.Combine(_folder, "cleaned")), Is.True);
    }

    [Test]
    public void EndOfInput_OnAnEmptyLineOnly_Ends()
    {
        using Terminal terminal = new(_folder, 100);
        terminal.Type("ab");
        terminal.Press("Left", "C-d");
        terminal.WaitForLine("> a");
        terminal.Press("BSpace");
        terminal.WaitForLine(">");
        terminal.Press("C-d");
        terminal.WaitForEnd();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
