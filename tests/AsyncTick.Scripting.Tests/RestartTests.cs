using System.Runtime.Loader;

namespace AsyncTick.Scripting.Tests;

/// <summary>How many frames a restart takes once the compiler is done: each of them is a sixtieth of a second that somebody waits for.</summary>
public sealed class RestartTests : ScriptTestBase
{
    private const string Waiting = """
        Log("begin " + args[0]);
        Start(async () => { await foreach (Tick _ in Every(0.5)) { } });
        Start(async () => await new AsyncManualResetEvent().WaitAsync());
        Start(async () => await Task.Delay(Timeout.Infinite).InScope());
        try { await Delay(100); } finally { Log("end " + args[0]); }
        """;

    [Test]
    public void Run_NothingRuns_BeginsInTheFrameInWhichTheResultCame()
    {
        var starting = Host.RunText("First.cs", "Log(\"begun\"); await Delay(1);");
        WaitForCompiler();
        Test.Step(seconds: 0);
        Assert.That((starting.IsCompleted, Lines.LastOrDefault()), Is.EqualTo((true, "begun")));
    }

    [Test]
    public void Run_CopyIsRunning_EndsItAndBeginsInTheFrameInWhichTheResultCame()
    {
        var old = Run(Waiting, "Again.cs", ScriptStartMode.Replace, "old");
        Test.Step();
        var starting = Host.RunText("Again.cs", Waiting, ["new"]);
        WaitForCompiler();
        Test.Step(seconds: 0);
        Assert.That(Lines, Is.EqualTo(new[] { "begin old", "end old", "begin new" }));
        Assert.That((old.State, starting.IsCompleted), Is.EqualTo((ScriptRunState.Ended, true)));
        Assert.That(Host.Running.Single().Arguments, Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void Run_CopyTakesItsTimeToEnd_BeginsInTheFrameInWhichItEnds()
    {
        TaskCompletionSource gate = new();
        AppContext.SetData("AsyncTick.Tests.Restart", gate.Task);
        Run("try { await Delay(100); } finally { await (Task)AppContext.GetData(\"AsyncTick.Tests.Restart\")!; Log(\"end old\"); }", "Slow.cs");
        Host.RunText("Slow.cs", "Log(\"begin new\"); await Delay(1);");
        WaitForCompiler();
        Test.Step(3, seconds: 0);
        Assert.That(Lines, Is.Empty);
        gate.SetResult();
        Test.Step(seconds: 0);
        Assert.That(Lines, Is.EqualTo(new[] { "end old", "begin new" }));
    }

    [Test]
    public void Start_OneCompilationTwice_GivesEachRunItsOwnCode()
    {
        var first = Run("Log(++Count.Value); static class Count { public static int Value; }", "Twice.cs");
        var script = Await(Host.RunText("Twice.cs", "Log(++Count.Value); static class Count { public static int Value; }")).Script;
        var again = Await(Test.Loop.Start(() => Host.StartAsync(script, [], ScriptStartMode.Replace))).Run!;
        Assert.That(Lines, Is.EqualTo(new[] { "1", "1", "1" }));
        PumpToEnd(first);
        PumpToEnd(again);
        Assert.That(again.TryCollect(), Is.True);
    }

    [Test]
    public void Compile_NobodyStartsIt_LeavesMemory()
    {
        var loaded = CompileOnly();
        for (var round = 0; round < 10 && loaded.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(loaded.IsAlive, Is.False);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference CompileOnly()
    {
        var compiling = SharedCompiler.Instance.CompileTextAsync("Unused.cs", "Log(\"never\");");
        Assert.That(SpinWait.SpinUntil(() => compiling.IsCompletedSuccessfully, TimeSpan.FromSeconds(20)), Is.True);
        return new WeakReference(AssemblyLoadContext.All.Single(context => context.Name!.StartsWith("Unused.cs", StringComparison.Ordinal)));
    }

    // The result arrives as a post; nothing else rings while the scripts wait and time stands still.
    private unsafe void WaitForCompiler()
    {
        var doorbell = (DoorbellBlock*)Test.Loop.Doorbell;
        Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref doorbell->Ready) != 0, TimeSpan.FromSeconds(20)), Is.True, Test.Table());
    }
}
