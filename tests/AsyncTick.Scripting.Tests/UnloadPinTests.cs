namespace AsyncTick.Scripting.Tests;

/// <summary>What keeps an ended script's code in memory is named; what can be cured is cured without a word.</summary>
public sealed class UnloadPinTests : ScriptTestBase
{
    private const string Ear = " class Ear<T> : IObserver<T> { public void OnCompleted() { } public void OnError(Exception e) { } public void OnNext(T e) { } }";

    private const string Overdue = "cannot leave memory";

    /// <summary>An event of the host, as a game's API would have one.</summary>
    public static event Action? Happened;

    /// <summary>What a game would do now and then.</summary>
    public static void Raise() => Happened?.Invoke();

    /// <summary>A list of the host's that a script can be handed to.</summary>
    public static List<object> Kept { get; } = [];

    [TearDown]
    public void LetGo()
    {
        Happened = null;
        Kept.Clear();
        AppContext.SetData("AsyncTick.Tests.Kept", null);
    }

    [TestCase("AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Write(\"\");", "System.AppDomain.ProcessExit (it holds a lambda); take it back with -=")]
    [TestCase("AppDomain.CurrentDomain.UnhandledException += Broken; void Broken(object sender, UnhandledExceptionEventArgs e) { }", "a handler of the event System.AppDomain.UnhandledException (it holds Broken)")]
    [TestCase("TaskScheduler.UnobservedTaskException += (_, _) => { };", "a handler of the event System.Threading.Tasks.TaskScheduler.UnobservedTaskException")]
    [TestCase("Console.CancelKeyPress += (_, _) => { };", "a handler of the event System.Console.CancelKeyPress")]
    [TestCase("Timer? t = null; t = new Timer(_ => t?.Dispose(), null, 1_000_000, 1_000_000);", "a System.Threading.Timer that was not disposed (it holds a lambda); dispose it")]
    [TestCase("var t = new System.Timers.Timer(1_000_000); t.Elapsed += (_, _) => { }; t.Start();", "a System.Timers.Timer that was not disposed")]
    [TestCase("_ = Task.Delay(1_000_000).ContinueWith(_ => { }, TaskScheduler.Default);", "a Task.Delay that has not ended (it holds a lambda)")]
    [TestCase("_ = Task.Run(async () => { using PeriodicTimer t = new(TimeSpan.FromHours(1)); await t.WaitForNextTickAsync(); });", "a PeriodicTimer that was not disposed")]
    [TestCase("Loop.RootScope.Token.Register(() => { });", "a registration on a cancellation token of the host (it holds a lambda); dispose the registration")]
    [TestCase("Loop.Faulted += _ => { };", "a handler of the event AsyncTick.GameLoop.Faulted (it holds a lambda); take it back with -=")]
    [TestCase("System.ComponentModel.TypeDescriptor.GetProperties(new Item(1)); record Item(int Number);", "the cache of System.ComponentModel.TypeDescriptor")]
    [TestCase("AppContext.SetData(\"AsyncTick.Tests.Kept\", new Item(1)); record Item(int Number);", "the static field System.AppContext.s_dataStore (it holds Item)")]
    [TestCase("new System.Diagnostics.Metrics.Meter(\"Shots\").CreateObservableGauge(\"fired\", () => 1);", "the Meter 'Shots', which was not disposed (it holds a lambda); dispose the Meter in a finally")]
    [TestCase("System.Diagnostics.Metrics.MeterListener l = new() { InstrumentPublished = (_, _) => { } }; l.Start();", "a MeterListener that was not disposed (it holds a lambda); dispose it in a finally")]
    [TestCase("System.Diagnostics.ActivitySource.AddActivityListener(new() { ShouldListenTo = _ => false });", "an ActivityListener that was not disposed (it holds a lambda); dispose it in a finally")]
    [TestCase("System.Diagnostics.ActivitySource s = new(\"Shots\", \"1\", [new(\"of\", new Item(1))]); record Item(int Number);", "the ActivitySource 'Shots', which was not disposed (it holds Item); dispose it in a finally")]
    [TestCase("using System.Diagnostics; DiagnosticListener.AllListeners.Subscribe(new Ear<DiagnosticListener>());" + Ear, "a subscription to DiagnosticListener.AllListeners (it holds Ear<")]
    [TestCase("using System.Diagnostics; new DiagnosticListener(\"Shots\").Subscribe(new Ear<KeyValuePair<string, object?>>());" + Ear, "a subscription to the DiagnosticListener 'Shots' (it holds Ear<")]
    public void Held_ByWhatCanBeSeen_IsNamed(string text, string expected) => Assert.That(WarningOf(text), Does.Contain(expected));

    [TestCase("UnloadPinTests.Happened += () => { };", "a handler of the event AsyncTick.Scripting.Tests.UnloadPinTests.Happened (it holds a lambda)")]
    [TestCase("UnloadPinTests.Kept.Add(new Item(1)); record Item(int Number);", "the static field AsyncTick.Scripting.Tests.UnloadPinTests.<Kept>k__BackingField (it holds Item)")]
    public void Held_ByTheHost_IsNamed(string text, string expected)
    {
        using ScriptCompiler compiler = new(new ScriptCompilerOptions { References = [typeof(UnloadPinTests).Assembly], Usings = ["AsyncTick.Scripting.Tests"] });
        Assert.That(WarningOf(text, compiler), Does.Contain(expected));
    }

    [Test]
    public void Held_ByAThread_IsGuessed()
    {
        using ManualResetEventSlim gate = new();
        AppContext.SetData("AsyncTick.Tests.Kept", gate);
        var warning = WarningOf("ManualResetEventSlim gate = (ManualResetEventSlim)AppContext.GetData(\"AsyncTick.Tests.Kept\")!; new Thread(() => gate.Wait()) { IsBackground = true }.Start();");
        gate.Set();
        Assert.That(warning, Does.Contain("probably a thread that it started and that still runs; let the thread end when Token is canceled"));
    }

    [TestCase("Log(\"nothing\");")]
    [TestCase("using Timer t = new(_ => { }, null, 1, 1); await Delay(0.1);")]
    [TestCase("EventHandler end = (_, _) => { }; AppDomain.CurrentDomain.ProcessExit += end; AppDomain.CurrentDomain.ProcessExit -= end;")]
    [TestCase("Log(System.Text.Json.JsonSerializer.Serialize(new Item(1))); record Item(int Number);")]
    public void NotHeld_LeavesWithoutAWarning(string text) => AssertLeaves(text, _ => { });

    [Test]
    public void Held_ByTheJsonCacheOfTheHost_IsCured() =>
        AssertLeaves("AppContext.SetData(\"AsyncTick.Tests.Kept\", new Item(1)); await NextFrame(); record Item(int Number);", item => System.Text.Json.JsonSerializer.Serialize(item, item.GetType()));

    private string WarningOf(string text, ScriptCompiler? compiler = null)
    {
        using var impatient = Impatient(compiler ?? SharedCompiler.Instance);
        var starting = impatient.RunText("Leak.cs", text);
        Assert.That(Await(starting).Script.Diagnostics.Where(d => d.IsError), Is.Empty);
        Test.PumpUntil(() => Test.Log.Warnings.Any(line => line.Contains(Overdue, StringComparison.Ordinal)));
        var warning = Test.Log.Warnings.Single(line => line.Contains(Overdue, StringComparison.Ordinal));
        Assert.That(impatient.AwaitingUnload, Is.EqualTo(1), "what is given up is still in memory");
        Assert.That(warning, Does.StartWith("Leak.cs (run 1) has ended, but its code cannot leave memory: it is held by "));
        return warning;
    }

    private void AssertLeaves(string text, Action<object> use)
    {
        using var impatient = Impatient(SharedCompiler.Instance);
        var starting = impatient.RunText("Clean.cs", text);
        var run = Await(starting).Run!;
        Use(use);
        Test.PumpUntil(() => run.Unloaded.IsCompleted);
        Assert.That(Test.Log.Warnings, Is.Empty);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Use(Action<object> use)
    {
        if (AppContext.GetData("AsyncTick.Tests.Kept") is { } item)
        {
            use(item);
            AppContext.SetData("AsyncTick.Tests.Kept", null);
        }
    }

    private ScriptHost Impatient(ScriptCompiler compiler) => new(Test.Loop, compiler, new ScriptHostOptions { UnloadSeconds = 0.05 });
}
