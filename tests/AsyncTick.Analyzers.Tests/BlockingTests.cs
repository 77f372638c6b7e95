namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0001 to AT0004 in projects; in scripts: BlockingCallTests of AsyncTick.Scripting.Tests.</summary>
public sealed class BlockingTests
{
    private const string Work = "static async Task<int> Work() { await Delay(1); return 1; }";

    [TestCase("int x = Work().{|AT0001:Result|}; Log(x);")]
    [TestCase("Work().GetAwaiter().{|AT0001:GetResult|}();")]
    [TestCase("Work().{|AT0002:Wait|}();")]
    [TestCase("{|AT0002:Task.WaitAll(Work(), Work())|};")]
    [TestCase("{|AT0003:Thread.Sleep(5)|};")]
    [TestCase("Log({|AT0004:Console.ReadLine()|});")]
    [TestCase("void Nap() => {|AT0003:Thread.Sleep(5)|}; Nap();")]
    [TestCase("await SwitchToThreadPool(); await SwitchToGameThread(); {|AT0003:Thread.Sleep(5)|};")]
    public Task Coroutine_ThatBlocks_IsReported(string statements) =>
        Verify.ReportAsync($"class C {{ async Task Run() {{ await NextFrame(); {statements} }} {Work} }}");

    [TestCase("static void Main() { Work().Wait(); Thread.Sleep(5); Console.ReadLine(); }", Description = "no code of a loop")]
    [TestCase("static async Task Main() { await Task.Delay(1); int x = Work().Result; Thread.Sleep(x); }", Description = "async, but not by the loop")]
    [TestCase("async Task Run() { await NextFrame(); await Task.Run(() => Thread.Sleep(5)); }")]
    [TestCase("async Task Run() { await RunInExecutor(() => Work().Result); }")]
    [TestCase("async Task Run() { await SwitchToThreadPool(); Thread.Sleep(5); }")]
    [TestCase("async Task Run() { var work = Work(); await Until(() => work.IsCompleted); Log(work.Result); }")]
    [TestCase("async Task Run() { Task<int> a = Work(), b = Work(); await Task.WhenAll(a, b); Log(a.Result + b.Result); await NextFrame(); }")]
    [TestCase("async Task Run() { await NextFrame(); var first = await Task.WhenAny(Work(), Work()); Log(first.Result); }")]
    [TestCase("async Task Run() { var work = Work(); await NextFrame(); Log(work.IsCompleted ? work.Result : 0); }")]
    [TestCase("async Task Run() { await NextFrame(); await RunInExecutor(Slow); } int Slow() { Thread.Sleep(5); return 1; }")]
    [TestCase("System.Collections.IEnumerator Run() { var work = Start(Work); yield return work; Log(((Task<int>)work).Result); }")]
    public Task CodeElsewhereOrOfEndedTasks_IsNotReported(string members) => Verify.ReportAsync($"class C {{ {members} {Work} }}");

    [Test]
    public Task EngineObject_IsOnTheGameThreadWithoutASign() =>
        Verify.ReportAsync($"class UThing : UnrealSharp.CoreUObject.UObject {{ void Use() {{ Work().{{|AT0002:Wait|}}(); }} {Work} }}");

    [Test]
    public Task FunctionGivenToTheLoop_IsCodeOfTheLoop() =>
        Verify.ReportAsync("class C { void Begin(GameLoop loop) => loop.Start(Patrol); async Task Patrol() { await Task.Yield(); {|AT0003:Thread.Sleep(5)|}; } }");

    [TestCase("Log(Work().{|AT0001:Result|} + 1);", "Log(await Work() + 1);")]
    [TestCase("Log(Work().{|AT0001:Result|}.ToString());", "Log((await Work()).ToString());")]
    [TestCase("Work().{|AT0002:Wait|}();", "await Work();")]
    [TestCase("{|AT0002:Task.WaitAll(Work(), Work())|};", "await Task.WhenAll(Work(), Work());")]
    [TestCase("{|AT0003:Thread.Sleep(1500)|};", "await Delay(1.5);")]
    [TestCase("Log({|AT0004:Console.ReadLine()|});", "Log(await RunInExecutor(() => Console.ReadLine()));")]
    public Task Fix_Awaits(string before, string after) => Verify.FixAsync(
        $"class C {{ async Task Run() {{ await NextFrame(); {before} }} {Work} }}",
        $"class C {{ async Task Run() {{ await NextFrame(); {after} }} {Work} }}");

    [Test]
    public Task Fix_WhereTheLoopsCallsAreNotImported_NamesTheirClass() => Verify.FixAsync(
        "class C { void Delay() { } async Task Run() { await Async.NextFrame(); {|AT0003:Thread.Sleep(1500)|}; } }",
        "class C { void Delay() { } async Task Run() { await Async.NextFrame(); await Async.Delay(1.5); } }");

    [Test]
    public Task Fix_WhereNothingCanBeAwaited_IsNotOffered() => Verify.FixAsync(
        "class C { async Task Run() { await NextFrame(); Nap(); } void Nap() { {|AT0003:Thread.Sleep(5)|}; } }",
        "class C { async Task Run() { await NextFrame(); Nap(); } void Nap() { {|AT0003:Thread.Sleep(5)|}; } }");
}
