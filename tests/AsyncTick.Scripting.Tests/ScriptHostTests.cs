using AsyncTick.Testing;

namespace AsyncTick.Scripting.Tests;

public sealed class ScriptHostTests : ScriptTestBase
{
    private const string Forever = "try { while (true) { await Delay(1); Log(args[0]); } } finally { Log(\"end \" + args[0]); }";

    [Test]
    public void Run_ByCodeThatCarriesValues_BeginsWithoutThem()
    {
        // As a test runner and a plugin loader have it: types would be looked for there by their names.
        using (System.Runtime.Loader.AssemblyLoadContext.EnterContextualReflection(typeof(ScriptHostTests).Assembly))
        {
            PumpToEnd(Run("Log($\"{System.Runtime.Loader.AssemblyLoadContext.CurrentContextualReflectionContext?.Name ?? \"none\"}\");"));
        }

        Assert.That(Lines, Is.EqualTo(new[] { "none" }));
    }

    [Test]
    public void Run_TopLevelStatements_RunInAScopeOfTheFilesName()
    {
        var run = Run("Log($\"{Scope.Path} {args.Length} {args[1]}\"); await Delay(1); Log(\"late\");", "Hello.cs", ScriptStartMode.Replace, "a", "b c");
        Assert.That(Lines, Is.EqualTo(new[] { "test/Hello.cs 2 b c" }));
        Assert.That(Host.Running, Is.EqualTo(new[] { run }));
        Test.Advance(1);
        Assert.That(Lines[^1], Is.EqualTo("late"));
        PumpToEnd(run);
        Assert.That((run.State, run.Outcome, run.ExitCode), Is.EqualTo((ScriptRunState.Ended, TaskState.Completed, (int?)null)));
        Assert.That(Host.Running, Is.Empty);
        Assert.That(Test.Loop.RootScope.Children, Is.Empty);
    }

    [TestCase("Log(\"x\");", null)]
    [TestCase("return 3;", 3)]
    [TestCase("await NextFrame(); return 4;", 4)]
    [TestCase("class P { static int Main() => 5; }", 5)]
    [TestCase("class P { static async Task<int> Main(string[] args) { await NextFrame(); return 6; } }", 6)]
    public void Run_AnyEntryPoint_ReportsItsCode(string text, int? code)
    {
        var run = Run(text);
        PumpToEnd(run);
        Assert.That((run.Outcome, run.ExitCode), Is.EqualTo((TaskState.Completed, code)));
        if (code is not null)
        {
            Assert.That(Test.Log.Warnings, Is.EqualTo(new[] { $"Test.cs returned {code}." }));
        }
    }

    [Test]
    public void Run_StatementsEndBeforeTheirTasks_EndsWithTheLastTask()
    {
        var run = Run("Start(async () => { await Delay(2); Log(\"child\"); });");
        Assert.That(run.Completed.IsCompleted, Is.True);
        Test.Advance(1);
        Assert.That(run.State, Is.EqualTo(ScriptRunState.Running));
        Test.Advance(1);
        PumpToEnd(run);
        Assert.That(Lines, Is.EqualTo(new[] { "child" }));
    }

    [Test]
    public void Run_ScriptThrows_IsLoggedOnceWithFileAndLine()
    {
        var run = Run("await NextFrame();\n\nThrow();\nvoid Throw() => throw new InvalidOperationException(\"OOOOOOPS\");", "Broken.cs");
        PumpToEnd(run);
        Test.Step();
        Assert.That(run.Outcome, Is.EqualTo(TaskState.Faulted));
        Assert.That(Test.Log.Errors.Single(), Does.Contain("Task 'Broken.cs'").And.Contain("OOOOOOPS").And.Contain("Broken.cs:line 4").And.Contain("Broken.cs:line 3"));
        Assert.That(Test.Log.Errors.Single(), Does.Contain("\nStarted at Broken.cs:1\n").And.Not.Contain("AsyncTick.Scripting"), "the script's frames and no others");
    }

    [TestCase("int[] a = [];\nLog(a[args.Length]);")]
    [TestCase("int[] a = [];\nreturn a[args.Length];")]
    [TestCase("class P { static void Main() => throw new InvalidDataException(); }")]
    [TestCase("class P { static int Main(string[] args) => throw new InvalidDataException(); }")]
    [TestCase("class P { static Task Main(string[] args) => throw new InvalidDataException(); }")]
    public void Run_ScriptThatNeverWaitsThrows_HasTheScriptsFramesOnly(string script)
    {
        var run = Run(script);
        PumpToEnd(run);
        Test.Step();
        Assert.That(run.Outcome, Is.EqualTo(TaskState.Faulted));
        var frames = Test.Log.Errors.Single().Split('\n').Where(static line => line.StartsWith("   at ", StringComparison.Ordinal)).ToArray();
        Assert.That(frames, Has.Length.EqualTo(1).And.All.Contains("Test.cs:line "), () => string.Join('\n', frames));
    }

    [TestCase("await NextFrame();\nreturn 7;", 7)]
    [TestCase("return 7;", 7)]
    [TestCase("await NextFrame();", null)]
    public void Run_ScriptEnds_GivesWhatItReturned(string script, int? code)
    {
        var run = Run(script);
        PumpToEnd(run);
        Assert.That((run.Outcome, run.ExitCode), Is.EqualTo((TaskState.Completed, code)));
    }

    [TestCase("throw new OperationCanceledException();")]
    [TestCase("await NextFrame();\nthrow new OperationCanceledException();")]
    public void Run_ScriptThrowsACancellation_IsCanceled(string script)
    {
        var run = Run(script);
        PumpToEnd(run);
        Assert.That(run.Outcome, Is.EqualTo(TaskState.Canceled));
    }

    [Test]
    public void Run_CanceledScriptStartsAfterAPlainWait_IsCanceled()
    {
        var gate = new TaskCompletionSource();
        AppDomain.CurrentDomain.SetData(nameof(Run_CanceledScriptStartsAfterAPlainWait_IsCanceled), gate.Task);
        var run = Run($"await (Task)AppDomain.CurrentDomain.GetData(\"{nameof(Run_CanceledScriptStartsAfterAPlainWait_IsCanceled)}\")!; Start(async () => await NextFrame());");
        run.Scope.Cancel();
        gate.SetResult();
        PumpToEnd(run);
        Test.Step(2);
        Assert.That((run.Outcome, run.ExitCode, string.Join('|', Test.Log.Errors)), Is.EqualTo((TaskState.Canceled, (int?)null, "")));
    }

    [Test]
    public void Run_SameScriptAgain_ReplacesTheRunningCopy()
    {
        var first = Run(Forever, "Twice.cs", ScriptStartMode.Replace, "one");
        Test.Advance(1);
        var second = Run(Forever, "Twice.cs", ScriptStartMode.Replace, "two");
        Assert.That(first.Ended.IsCompleted, Is.True);
        Assert.That(first.Scope.CancelReason, Is.EqualTo(CancelReason.Replaced));
        Assert.That(first.Outcome, Is.EqualTo(TaskState.Canceled));
        Test.Advance(1);
        Assert.That(Lines, Is.EqualTo(new[] { "one", "end one", "two" }));
        Assert.That(Host.Running, Is.EqualTo(new[] { second }));
        Assert.That(second.Name, Is.EqualTo("Twice.cs"));
    }

    [Test]
    public void Run_ThreeStartsAtOnce_LeavesTheLastOneOnly()
    {
        GameTask<ScriptStart>[] starts = [.. new[] { "one", "two", "three" }.Select(word => Host.RunText("Race.cs", Forever, [word]))];
        PumpFrozen(() => starts.All(start => start.IsCompleted) && Host.Running.Count == 1 && Host.Running[0].HasBegun);
        Assert.That(Host.Running.Single().Arguments, Is.EqualTo(new[] { "three" }));
    }

    [Test]
    public async Task Run_OlderTextComesLate_GivesWayToTheNewerOne()
    {
        var older = SharedCompiler.Instance.CompileTextAsync("Late.cs", Forever);
        var newer = SharedCompiler.Instance.CompileTextAsync("Late.cs", Forever);
        await Task.WhenAll(older, newer).ConfigureAwait(false);
        CompiledScript[] scripts = [await older, await newer];
        RunOnThread(() =>
        {
            using TestLoop test = new();
            using ScriptHost host = new(test.Loop, SharedCompiler.Instance);
            var first = test.Loop.Start(() => host.StartAsync(scripts[1], ["newer"], ScriptStartMode.Replace));
            test.PumpUntil(() => first.IsCompleted && host.Running[0].HasBegun);
            var second = test.Loop.Start(() => host.StartAsync(scripts[0], ["older"], ScriptStartMode.Replace));
            test.PumpUntil(() => second.IsCompleted);
            Assert.That(host.Running.Single().Arguments, Is.EqualTo(new[] { "newer" }));
            test.Loop.Tasks.CancelAll();
            test.RunUntilIdle();
        });
    }

    [Test]
    public void Run_Keep_LeavesTheRunningCopyUnderANameOfItsOwn()
    {
        var first = Run(Forever, "Keep.cs", ScriptStartMode.Replace, "one");
        var second = Run(Forever, "Keep.cs", ScriptStartMode.Keep, "two");
        Assert.That((first.State, first.Name, second.Name), Is.EqualTo((ScriptRunState.Running, "Keep.cs", "Keep.cs#2")));
    }

    [Test]
    public void Run_NewTextDoesNotCompile_OldCopyKeepsRunning()
    {
        var first = Run(Forever, "Edit.cs", ScriptStartMode.Replace, "old");
        var broken = Await(Host.RunText("Edit.cs", "await Delay(1)"));
        Assert.That(broken.Succeeded, Is.False);
        Assert.That(broken.Script.Diagnostics.Select(d => d.ToString()), Is.EqualTo(new[] { "Edit.cs(1,15): error CS1002: ; expected" }));
        Assert.That(first.State, Is.EqualTo(ScriptRunState.Running));
        Test.Advance(1);
        Assert.That(Lines, Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public void Run_OldCopyDoesNotEnd_StartsBesideItAfterTheLimitAndSaysSo()
    {
        TaskCompletionSource gate = new();
        AppContext.SetData("AsyncTick.Tests.Gate", gate.Task);
        var stubborn = Run("Log(\"stuck\"); await (Task)AppContext.GetData(\"AsyncTick.Tests.Gate\")!;", "Stuck.cs");
        var starting = Host.RunText("Stuck.cs", "Log(\"new\");");
        PumpFrozen(() => stubborn.Scope.IsCancellationRequested);
        Test.Advance(1.9);
        Assert.That(starting.IsCompleted, Is.False);
        Test.Advance(0.2);
        Await(starting);
        Assert.That(Lines[^1], Is.EqualTo("new"));
        Assert.That(Test.Log.Warnings, Has.Some.Contains("The running Stuck.cs has not ended 2 s after it was canceled"));
        gate.SetResult();
        PumpToEnd(stubborn);
    }

    [Test]
    public void Run_CanceledBeforeItsFirstStatement_EndsWithoutRunning()
    {
        // Without a budget one step runs each frame, so there is a frame between the script's start and its first statement.
        using TestLoop slow = new(new GameLoopOptions { Name = "slow", BudgetSeconds = 0 });
        using ScriptHost host = new(slow.Loop, SharedCompiler.Instance);
        _ = host.RunText("Early.cs", "Log(\"never\");");
        slow.PumpUntil(() => host.Running.Count == 1);
        var run = host.Running[0];
        run.Scope.Cancel();
        slow.PumpUntil(() => run.Ended.IsCompleted);
        Assert.That((run.HasBegun, run.Outcome), Is.EqualTo((false, TaskState.Canceled)));
        Assert.That(slow.Log.Plain, Has.None.EqualTo("never"));
        Assert.That(run.TryCollect(), Is.True);
    }

    [Test]
    public void Run_CanceledWhileCompiling_StartsNothing()
    {
        var starting = Host.RunText("Canceled.cs", "Log(\"never\");");
        Assert.That(Test.Loop.Tasks.Snapshot().Single().Name, Is.EqualTo("Run Canceled.cs"));
        Assert.That(Test.Loop.Tasks.CancelAll(), Is.EqualTo(1));
        PumpFrozen(() => starting.IsCompleted);
        Assert.That(Host.Running, Is.Empty);
        Assert.That(Lines, Is.Empty);
    }

    [Test]
    public void Run_TwoScripts_CancelingOneLeavesTheOther()
    {
        var a = Run(Forever, "A.cs", ScriptStartMode.Replace, "a");
        var b = Run(Forever, "B.cs", ScriptStartMode.Replace, "b");
        a.Scope.Cancel();
        PumpToEnd(a);
        Test.Advance(1);
        Assert.That(Lines, Is.EqualTo(new[] { "end a", "b" }));
        Assert.That(b.State, Is.EqualTo(ScriptRunState.Running));
    }

    [Test]
    public void Run_TypesOfAsyncTick_AreTheHostsOwn()
    {
        Run("Log(typeof(GameLoop).Assembly.GetHashCode());");
        Assert.That(Lines, Is.EqualTo(new[] { typeof(GameLoop).Assembly.GetHashCode().ToString(System.Globalization.CultureInfo.InvariantCulture) }));
    }

    [TestCase("1 + 2", "3")]
    [TestCase("\"text\".ToUpperInvariant()", "\"TEXT\"")]
    [TestCase("await Answer();\nasync Task<int> Answer() { await NextFrame(); return 42; }", null)]
    [TestCase("var x = 20; x * 2 + 2", "42")]
    [TestCase("Log(\"only said\")", null)]
    [TestCase("Task.FromResult(7).ContinueWith(t => 5).GetType().IsGenericType", "true")]
    [TestCase("await NextFrame()", null)]
    [TestCase("await Task.FromResult(1.5)", "1.5")]
    [TestCase("Enumerable.Range(1, 30)", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, ...]")]
    [TestCase("(string?)null", null)]
    [TestCase("int y = 1;", null)]
    public void Evaluate_Line_GivesItsValueInWords(string line, string? expected)
    {
        var evaluating = Host.Evaluate(line);
        Test.PumpUntil(() => evaluating.IsCompleted);
        var start = Await(evaluating);
        Assert.That(start.Script.Diagnostics.Where(d => d.IsError), Is.Empty);
        Assert.That((start.Run!.Outcome, start.Run.ValueText), Is.EqualTo((TaskState.Completed, expected)));
    }

    [TestCase("1 +", "Eval(1,4): error CS1733: Expected expression")]
    [TestCase("NoSuch.Thing()", "Eval(1,1): error CS0103")]
    [TestCase("int a = 1;\n  a + nothing", "Eval(2,7): error CS0103")]
    public void Evaluate_Mistake_PointsIntoTheLine(string line, string expected)
    {
        var start = Await(Host.Evaluate(line));
        Assert.That(start.Script.Diagnostics[0].ToString(), Does.StartWith(expected));
    }

    [Test]
    public void Evaluate_Throws_IsLoggedAndHasNoValue()
    {
        var start = Await(Host.Evaluate("int.Parse(\"x\")"));
        Test.Step();
        Assert.That((start.Run!.Outcome, start.Run.ValueText), Is.EqualTo((TaskState.Faulted, (string?)null)));
        Assert.That(Test.Log.Errors.Single(), Does.Contain("Task 'Eval'").And.Contain("FormatException"));
    }

    [Test]
    public void PlainDotNetWait_InAScript_IsListedWithTheScriptsLine()
    {
        Run("TaskCompletionSource never = new();\nawait Inner();\n\nasync Task Inner()\n{\n    await never.Task.WaitAsync(Async.Token);\n}", "Foreign.cs");
        var wait = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "Foreign.cs").Wait;
        Assert.That(wait.Site, Is.EqualTo("Foreign.cs:6"));
    }

    [Test]
    public void PlainDotNetWait_OfTopLevelStatements_IsNoLambdas()
    {
        Run("TaskCompletionSource never = new();\nawait never.Task.WaitAsync(Async.Token);", "Top.cs");
        var wait = Test.Loop.Tasks.Snapshot().Single(task => task.Name == "Top.cs").Wait;
        Assert.That(wait.ToString(), Is.EqualTo("code outside the loop, in Main at Top.cs:2"));
    }

    // A loop belongs to one thread, which an async test may leave at each await.
    private static void RunOnThread(Action body)
    {
        Exception? fault = null;
        Thread thread = new(() =>
        {
            try
            {
                body();
            }
            catch (Exception error)
            {
                fault = error;
            }
        });
        thread.Start();
        thread.Join();
        Assert.That(fault, Is.Null);
    }
}
