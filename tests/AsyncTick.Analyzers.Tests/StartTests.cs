namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0007 and AT0008: coroutines that nothing waits for.</summary>
public sealed class StartTests
{
    [TestCase("async void {|AT0007:Run|}() { await Delay(1); }", "void Run() => Start(async () => { await Delay(1); });")]
    [TestCase("async void {|AT0007:Run|}() => await Delay(1);", "void Run() => Start(async () => await Delay(1));")]
    [TestCase("void Use(Action<Action> add) => add({|AT0007:async|} () => await Delay(1));", "void Use(Action<Action> add) => add(() => Start(async () => await Delay(1)));")]
    [TestCase("event Action Clicked; async Task Use() { Clicked += {|AT0007:async|} () => { await Delay(1); }; await NextFrame(); }", "event Action Clicked; async Task Use() { Clicked += () => Start(async () => { await Delay(1); }); await NextFrame(); }")]
    public Task AsyncVoid_OfTheLoop_IsReportedAndTheFixStartsIt(string before, string after) => Verify.FixAsync($"class C {{ {before} }}", $"class C {{ {after} }}");

    [Test]
    public Task AsyncVoid_InAComponent_IsStartedByTheComponent() => Verify.FixAsync(
        "class UDoor : UnrealAsyncTick.UAsyncComponent { async void {|AT0007:Open|}() { await Task.Yield(); } }",
        "class UDoor : UnrealAsyncTick.UAsyncComponent { void Open() => StartTask(async () => { await Task.Yield(); }); }");

    [TestCase("async void Run() { await Task.Delay(1); }", Description = "no code of a loop")]
    [TestCase("async Task Run() { await Delay(1); }")]
    [TestCase("void Use() => Start(async () => await Delay(1));")]
    [TestCase("void Use(Func<Func<Task>, int> add) => add(async () => await Delay(1));")]
    public Task AsyncVoid_ElsewhereOrWithATask_IsNotReported(string members) => Verify.ReportAsync($"class C {{ {members} }}");

    [TestCase("void Use() { {|AT0008:Walk(3)|}; }", "void Use() { Start(() => Walk(3)); }")]
    [TestCase("void Use() { {|AT0008:Stand()|}; }", "void Use() { Start(Stand); }")]
    [TestCase("void Use() => {|AT0008:Walk(3)|};", "void Use() => Start(() => Walk(3));")]
    [TestCase("void Use() => CallLater(1, () => {|AT0008:Walk(3)|});", "void Use() => CallLater(1, () => Start(() => Walk(3)));")]
    [TestCase("void Use() { {|AT0008:Run()|}; }", "void Use() { Start(Run); }")]
    public Task Coroutine_LeftAlone_IsReportedAndTheFixStartsIt(string before, string after) => Verify.FixAsync($"class C {{ {before} {Coroutines} }}", $"class C {{ {after} {Coroutines} }}");

    private const string Coroutines = "async Task Walk(int steps) { await Frames(steps); } async Task Stand() { await Delay(1); } async PooledTask Run() { await NextFrame(); }";

    [TestCase("async Task Use() { await Walk(3); }")]
    [TestCase("void Use() { Start(() => Walk(3)); Start(Stand); }")]
    [TestCase("void Use() { _ = Walk(3); }", Description = "left alone on purpose, and said so")]
    [TestCase("Task Use() => Walk(3);")]
    [TestCase("Task Use() { return Walk(3); }")]
    [TestCase("void Use() { Load(); } async Task Load() { await Task.Delay(1); }", Description = "not a coroutine of a loop")]
    [TestCase("void Use(Func<Func<Task>, int> add) { add(() => Walk(3)); }")]
    public Task Coroutine_AwaitedStartedOrHandedOn_IsNotReported(string members) => Verify.ReportAsync($"class C {{ {members} {Coroutines} }}");

    [Test]
    public Task Wait_LeftAlone_IsReported() => Verify.ReportAsync("class C { void Use(GameLoop loop) => loop.Start(async () => { await NextFrame(); Nap(); }); void Nap() { {|AT0008:Delay(1)|}; } }");

    [Test]
    public Task Unawaited_ForTheCompiler_IsTakenBackForStartedTasksOnly() => Verify.WarningsAsync(
        $"class C {{ public async Task Use(TaskScope scope) {{ await NextFrame(); {{|#0:Start(Stand)|}}; {{|#1:scope.Start(Stand)|}}; {{|#2:CallLater(1, () => Log(1))|}}; {{|CS4014:Stand()|}}; {{|CS4014:Delay(1)|}}; }} {Coroutines} }}", takenBack: 3);

    [Test]
    public Task Unawaited_Fix_Starts() => Verify.FixUnawaitedAsync(
        $"class C {{ async Task Use() {{ await NextFrame(); {{|CS4014:Walk(3)|}}; }} {Coroutines} }}",
        $"class C {{ async Task Use() {{ await NextFrame(); {{|#0:Start(() => Walk(3))|}}; }} {Coroutines} }}");
}
