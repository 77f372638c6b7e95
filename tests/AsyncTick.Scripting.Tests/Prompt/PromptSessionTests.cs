using System.Runtime.Loader;

namespace AsyncTick.Scripting.Tests;

/// <summary>What lines typed at a prompt leave for later ones.</summary>
public sealed class PromptSessionTests : ScriptTestBase
{
    [TestCase("var x = 20;", "x + 1", "21")]
    [TestCase("int x = 1; string s = \"b\";", "s + x", "\"b1\"")]
    [TestCase("int Twice(int n) => 2 * n;", "Twice(21)", "42")]
    [TestCase("async Task<int> Later() { await NextFrame(); return 7; }", "await Later()", "7")]
    [TestCase("record Point(int X, int Y);", "new Point(1, 2)", "Point { X = 1, Y = 2 }")]
    [TestCase("enum Color { Red, Green }", "Color.Green", "Green")]
    [TestCase("using System.Text;", "new StringBuilder(\"a\").Append('b').ToString()", "\"ab\"")]
    [TestCase("using static System.Math;", "Max(3, 4)", "4")]
    [TestCase("var (a, b) = (3, 4);", "a * b", "12")]
    [TestCase("int.TryParse(\"12\", out var parsed)", "parsed", "12")]
    [TestCase("var anonymous = new { Name = \"n\" };", "anonymous.Name", "\"n\"")]
    [TestCase("var list = new List<int> { 1, 2 };", "list.Sum()", "3")]
    [TestCase("await NextFrame(); var after = Loop.FrameNumber > 0;", "after", "true")]
    [TestCase("static class Extensions { }\nstatic int Half(this int n) => n / 2;", "Half(10)", "5")]
    public void Line_Declares_LaterLinesFindIt(string first, string second, string expected)
    {
        Evaluate(first);
        Evaluate("1 + 1");
        Assert.That(Evaluate(second).ValueText, Is.EqualTo(expected));
    }

    [Test]
    public void Variable_ChangedByALine_IsChangedForTheNext()
    {
        Evaluate("int count = 1;");
        Evaluate("count += 5");
        Evaluate("void Add() => count++;");
        Evaluate("Add(); Add();");
        Assert.That(Evaluate("count").ValueText, Is.EqualTo("8"));
    }

    [Test]
    public void Variable_DeclaredAgain_MayHaveAnotherType()
    {
        Evaluate("var x = 1;");
        Evaluate("var x = \"text\";");
        Assert.That(Evaluate("x").ValueText, Is.EqualTo("\"text\""));
    }

    [Test]
    public void Task_StartedByALine_SharesItsVariablesWithLaterOnes()
    {
        Evaluate("var shot = new AsyncManualResetEvent(); int seen = 0;");
        Evaluate("Start(async () => { await shot.WaitAsync(); seen = 5; });");
        Evaluate("shot.Set();");
        Test.Step(2);
        Assert.That(Evaluate("seen").ValueText, Is.EqualTo("5"));
    }

    [Test]
    public void Line_Faults_KeepsWhatEarlierOnesMadeAndDeclaresNothing()
    {
        Evaluate("int x = 5;");
        Assert.That(EvaluateAny("var x = int.Parse(\"no number\"); var y = 1;").Run!.Outcome, Is.EqualTo(TaskState.Faulted));
        Assert.That(Evaluate("x").ValueText, Is.EqualTo("5"));
        Assert.That(Errors("y"), Is.EqualTo(new[] { "Eval(1,1): error CS0103: The name 'y' does not exist in the current context" }));
        Assert.That(Test.Log.Errors.Single(), Does.Contain("FormatException").And.Contain("Eval:line 1"));
    }

    [Test]
    public void Line_DoesNotCompile_ReadsLikeTheCompilersAndChangesNothing()
    {
        Evaluate("int x = 5;");
        Assert.That(Errors("int y = 1;\n  x + \"a\" * y"), Is.EqualTo(new[] { "Eval(2,7): error CS0019: Operator '*' cannot be applied to operands of type 'string' and 'int'" }));
        Assert.That(Errors("int z = ;"), Has.Length.EqualTo(1).And.Some.StartWith("Eval(1,9): error CS1525: Invalid expression term ';'"));
        Assert.That(Evaluate("x").ValueText, Is.EqualTo("5"));
    }

    [Test]
    public void UsingDeclaration_InALine_IsDisposedWithIt()
    {
        Evaluate("bool closed = false; class Door(Action close) : IDisposable { public void Dispose() => close(); }");
        Evaluate("using var door = new Door(() => closed = true); await NextFrame(); Log(closed);");
        Assert.That(Lines, Is.EqualTo(new[] { "False" }));
        Assert.That(Evaluate("closed").ValueText, Is.EqualTo("true"));
    }

    [Test]
    public void BlockingCall_InALine_IsWarnedOf() =>
        Assert.That(EvaluateAny("Thread.Sleep(1)").Script.Diagnostics.Select(d => d.Id), Is.EqualTo(new[] { "AT0003" }));

    [Test]
    public void TwoLines_TypedAtOnce_RunInTheirOrder()
    {
        var first = Host.Evaluate("var order = \"a\";");
        var second = Host.Evaluate("order + \"b\"");
        PumpFrozen(() => first.IsCompleted && second.IsCompleted);
        Assert.That(Await(second).Run!.ValueText, Is.EqualTo("\"ab\""));
    }

    [Test]
    public void LongLine_StillRunning_HasDeclaredAlready()
    {
        var running = Host.Evaluate("int ticks = 0; while (true) { await NextFrame(); ticks++; }");
        PumpFrozen(() => Host.Running.Count == 1 && Host.Running[0].HasBegun);
        Test.Step(5);
        Assert.That(int.Parse(Evaluate("ticks").ValueText!, System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(3));
        Test.Loop.Tasks.CancelAll();
        PumpFrozen(() => running.IsCompleted && Host.Running.Count == 0);
    }

    [Test]
    public void Reset_AfterManyLines_ForgetsAndEverythingLeavesMemory()
    {
        List<ScriptRun> runs = [Evaluate("var list = new List<Item>(); record Item(int N);")];
        for (var i = 0; i < 20; i++)
        {
            runs.Add(Evaluate($"list.Add(new Item({i}));"));
            runs.Add(Evaluate($"var x{i} = list[^1];"));
        }

        // Lines that declare nothing are gone when they have ended, though the session lives.
        Test.Step(2);
        Assert.That(runs[1].TryCollect(), Is.True);
        Assert.That(runs[0].TryCollect(rounds: 3), Is.False);

        Assert.That(Host.ResetEvaluation(), Is.EqualTo(21));
        Assert.That(Errors("list"), Has.Length.EqualTo(1));
        Test.Step(2);

        // Each line holds those before it: a collection may free no more than the newest one.
        Assert.That(runs.Where(run => !run.TryCollect(rounds: 2 * runs.Count)), Is.Empty);
        Assert.That(Host.AwaitingUnload, Is.Zero);
        Assert.That(AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Count(assembly => assembly.GetName().Name!.StartsWith("Line", StringComparison.Ordinal)), Is.Zero);
    }

    [Test]
    public void Reset_WhileALineRuns_LetsItGoOnAndUnloadsItAfterwards()
    {
        var helper = Evaluate("record Item(int N);");
        Evaluate("int n = 0; var stop = new AsyncManualResetEvent();");
        var run = Evaluate("Start(async () => { await stop.WaitAsync(); Log(new Item(++n)); }); AsyncManualResetEvent handle = stop;");
        Assert.That(Host.ResetEvaluation(), Is.EqualTo(3));
        Assert.That(run.State, Is.EqualTo(ScriptRunState.Running));
        Test.Step(2);
        Assert.That(helper.TryCollect(rounds: 3), Is.False);
        run.Scope.Cancel();
        PumpToEnd(run);
        Test.Step(2);
        Assert.That((run.TryCollect(), helper.TryCollect()), Is.EqualTo((true, true)));
    }

    [Test]
    public void Hundreds_OfLinesThatDeclareNothing_KeepMemoryFlat()
    {
        Evaluate("int n = 0;");
        for (var i = 0; i < 50; i++)
        {
            Evaluate("n++");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        ScriptRun last = null!;
        for (var i = 0; i < 200; i++)
        {
            last = Evaluate("n++");
        }

        Test.Step(2);
        last.TryCollect();
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(2 * 1024 * 1024));
        Assert.That(Evaluate("n").ValueText, Is.EqualTo("250"));
    }

    private ScriptRun Evaluate(string line)
    {
        var start = EvaluateAny(line);
        Assert.That(start.Script.Diagnostics.Where(d => d.IsError), Is.Empty, line);
        return start.Run!;
    }

    private string[] Errors(string line) => [.. EvaluateAny(line).Script.Diagnostics.Where(d => d.IsError).Select(d => d.ToString())];

    private ScriptStart EvaluateAny(string line)
    {
        var evaluating = Host.Evaluate(line);
        PumpFrozen(() => evaluating.IsCompleted);
        var start = Await(evaluating);
        Test.Step(seconds: 0);
        return start;
    }
}
