namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0005 and AT0006: code that leaves the game thread, or its task.</summary>
public sealed class ThreadTests
{
    private const string Head = "using UnrealSharp.Engine; using UnrealSharp.Attributes; using UnrealAsyncTick;\n";

    [TestCase("async Task Run(AActor actor) { await SwitchToThreadPool(); Log(actor.{|AT0005:Name|}); }")]
    [TestCase("async Task Run(AActor actor) { await Task.Run(() => actor.{|AT0005:MarkAsGarbage|}()); }")]
    [TestCase("async Task Run(AActor actor) { await RunInExecutor(() => actor.{|AT0005:Name|}.ToString()); }")]
    [TestCase("async Task Run(AActor actor) { await NextFrame(); await Task.Run(Use); void Use() => UObject.{|AT0005:PrintString|}(); }")]
    public Task EngineObject_OnAnotherThread_IsReported(string members) => Verify.ReportAsync($"{Head}using UnrealSharp.CoreUObject; class C {{ {members} }}");

    [Test]
    public Task EngineObject_ItsOwnMembersOnAnotherThread_AreReportedIfTheEngineHasThem() => Verify.ReportAsync(
        $"{Head}class UThing : UActorComponent {{ int _count; async Task Run() {{ await Task.Run(() => {{ _count++; Plain(); Log({{|AT0005:Owner|}}); }}); }} void Plain() {{ }} }}");

    [TestCase("async Task Run(AActor actor) { var name = actor.Name; await SwitchToThreadPool(); Log(name); }")]
    [TestCase("async Task Run(AActor actor) { await SwitchToThreadPool(); await SwitchToGameThread(); Log(actor.Name); }")]
    [TestCase("async Task Run(AActor actor) { await Task.Run(() => Log(nameof(actor.Name))); }")]
    [TestCase("async Task Run(AActor actor, GameLoop loop) { await Task.Run(() => loop.Post(() => Log(actor.Name))); }")]
    [TestCase("async Task Run(AActor actor) { await NextFrame(); Use(); void Use() => Log(actor.Name); }")]
    [TestCase("async Task Run(AActor actor) { await Task.Delay(1).ConfigureAwait(false); Log(actor.Name); }", Description = "no game's code: nothing tells that a task is left")]
    public Task EngineObject_OnTheGameThread_IsNotReported(string members) => Verify.ReportAsync($"{Head}class C {{ {members} }}");

    [Test]
    public Task EngineObject_Fix_ComesBackFirst() => Verify.FixAsync(
        $$"""
        {{Head}}class C
        {
            async Task Run(AActor actor)
            {
                await SwitchToThreadPool();
                Log(actor.{|AT0005:Name|});
            }
        }
        """,
        $$"""
        {{Head}}class C
        {
            async Task Run(AActor actor)
            {
                await SwitchToThreadPool();
                await SwitchToGameThread();
                Log(actor.Name);
            }
        }
        """);

    [TestCase("await Task.Delay(1).{|AT0006:ConfigureAwait|}(false);", "await Task.Delay(1);")]
    [TestCase("await Task.Delay(1).{|AT0006:ConfigureAwait|}(ConfigureAwaitOptions.None);", "await Task.Delay(1);")]
    [TestCase("await Task.Delay(1).{|AT0006:ConfigureWithUnrealContext|}();", "await Task.Delay(1);")]
    [TestCase(
        "await Task.Delay(1).{|AT0006:ConfigureAwait|}(ConfigureAwaitOptions.SuppressThrowing);",
        "await Task.Delay(1).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);")]
    public Task Context_LeftInACoroutine_IsReportedAndTheFixStays(string before, string after) => Verify.FixAsync(
        $"using UnrealSharp; class C {{ async Task Run() {{ await NextFrame(); {before} }} }}",
        $"using UnrealSharp; class C {{ async Task Run() {{ await NextFrame(); {after} }} }}");

    [TestCase("async Task Run() { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(1).ConfigureAwait(false); }", Description = "a library's code")]
    [TestCase("async Task Run() { await NextFrame(); await Task.Delay(1).ConfigureAwait(true); }")]
    [TestCase("async Task Run() { await NextFrame(); await Task.Run(async () => await Task.Delay(1).ConfigureAwait(false)); }")]
    [TestCase("async Task Run() { await SwitchToThreadPool(); await Task.Delay(1).ConfigureAwait(false); await SwitchToGameThread(); }")]
    [TestCase("async Task Run() { await NextFrame(); await Task.Delay(1).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing); }")]
    public Task Context_KeptOrNotThere_IsNotReported(string members) => Verify.ReportAsync($"class C {{ {members} }}");
}
