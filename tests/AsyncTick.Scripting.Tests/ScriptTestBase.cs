using AsyncTick.Testing;

namespace AsyncTick.Scripting.Tests;

/// <summary>A test loop with a script host. Time stands still while the compiler works, so that scripts begin at a known time.</summary>
public abstract class ScriptTestBase
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(20);

    // A restore or a build of a project, on a machine that does much else.
    private static readonly TimeSpan UnexpectedTimeoutOfABuild = TimeSpan.FromSeconds(120);

    protected TestLoop Test { get; private set; } = null!;

    protected ScriptHost Host { get; private set; } = null!;

    protected string[] Lines => Test.Log.Plain.Where(line => !line.Contains(" started (run ", StringComparison.Ordinal)).ToArray();

    [SetUp]
    public void MakeHost()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        Test = new TestLoop();
        Host = new ScriptHost(Test.Loop, SharedCompiler.Instance);
    }

    [TearDown]
    public void EndHost()
    {
        Host.Dispose();
        Test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        Test.RunUntilIdle();
        Test.Dispose();
    }

    /// <summary>Pumps frames that take no time until the condition holds.</summary>
    protected void PumpFrozen(Func<bool> condition) => Test.PumpUntil(condition, UnexpectedTimeout, frameSeconds: 0);

    /// <summary>The same for what another process does.</summary>
    protected void PumpLong(Func<bool> condition) => Test.PumpUntil(condition, UnexpectedTimeoutOfABuild, frameSeconds: 0);

    /// <summary>Starts what a call of the host gives and pumps until it is known how that went.</summary>
    protected ScriptStart Await(GameTask<ScriptStart> starting)
    {
        PumpFrozen(() => starting.IsCompleted);
        PumpFrozen(() => Host.Running.All(run => run.HasBegun));
#pragma warning disable VSTHRD002 // It has ended.
        return starting.Task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>Runs a text that must compile.</summary>
    protected ScriptRun Run(string text, string name = "Test.cs", ScriptStartMode mode = ScriptStartMode.Replace, params string[] arguments)
    {
        var start = Await(Host.RunText(name, text, arguments, mode));
        Assert.That(start.Script.Diagnostics.Where(d => d.IsError), Is.Empty);
        return start.Run!;
    }

    /// <summary>Pumps until the run has ended.</summary>
    protected void PumpToEnd(ScriptRun run) => PumpFrozen(() => run.Ended.IsCompleted);
}
