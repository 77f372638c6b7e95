using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncTick.Analyzers.Tests;

/// <summary>What holds for all rules: words that name the remedy, a page that explains them, and ways to switch them off.</summary>
public sealed class RuleTests
{
    private static readonly string Root = typeof(RuleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "Docs", "Analyzers.md"));

    private static IEnumerable<string> Ids => new LoopAnalyzer().SupportedDiagnostics.Select(rule => rule.Id);

    [Test]
    public void Rules_AreThirteen() => Assert.That(Ids, Is.EqualTo(Enumerable.Range(1, 13).Select(n => $"AT{n:0000}")));

    [TestCaseSource(nameof(Ids))]
    public void Rule_HasASectionThatItsHelpLinkLeadsTo(string id)
    {
        var rule = new LoopAnalyzer().SupportedDiagnostics.Single(each => each.Id == id);
        Assert.That(rule.HelpLinkUri, Does.EndWith($"Docs/Analyzers.md#{id.ToLowerInvariant()}"));
        Assert.That(Regex.Matches(Page, $"^## {id}\r?$", RegexOptions.Multiline), Has.Count.EqualTo(1));
    }

    [TestCase("AT0001", "class C { async Task Run(Task<int> t) { await NextFrame(); Log(t.{|#0:Result|}); } }", "'.Result' blocks the game thread until the task has ended, which needs the next frame; use 'await t'")]
    [TestCase("AT0003", "class C { async Task Run(int ms) { await NextFrame(); {|#0:Thread.Sleep(ms)|}; } }", "'Thread.Sleep' stops the game for as long as it sleeps; use 'await Delay(ms / 1000.0)'")]
    [TestCase("AT0005", "class C { async Task Run(UnrealSharp.Engine.AActor actor) { await SwitchToThreadPool(); Log(actor.{|#0:Name|}); } }", "'Name' belongs to the engine and may be used on the game thread only; move it there, or come back first with 'await SwitchToGameThread()'")]
    [TestCase("AT0006", "class C { async Task Run(Task t) { await NextFrame(); await t.{|#0:ConfigureAwait|}(false); } }", "'.ConfigureAwait(false)' makes the code behind the await go on outside its task, where the waits of the loop and the engine do not work; remove it")]
    [TestCase("AT0007", "class C { async void {|#0:Run|}() { await NextFrame(); } }", "'Run' is 'async void': it cannot be awaited, canceled or listed; return a Task, or put the body into 'Start(async () => ...)'")]
    [TestCase("AT0008", "class C { void Use() { {|#0:Run(1)|}; } async Task Run(int n) { await Frames(n); } }", "'Run(1)' is neither awaited nor started: it has no task of its own and ends with the code that called it; use 'Start(() => Run(1))'")]
    [TestCase("AT0009", "class C { async Task Run(Task t) { await NextFrame(); {|#0:while|} (!t.IsCompleted) { } } }", "nothing in this loop waits, so what would end it cannot happen and the game stands still; put 'await NextFrame()' into it")]
    [TestCase("AT0010", "class C { async Task Run(SemaphoreSlim two) { await NextFrame(); await two.{|#0:WaitAsync|}(); } }", "'SemaphoreSlim.WaitAsync' locks out threads, and all coroutines of a loop run on one; use 'AsyncSemaphore' or 'WaitAsync().InScope()'")]
    [TestCase("AT0011", "class C : UnrealAsyncTick.UAsyncComponent { protected override async Task RunAsync(CancellationToken end) { await {|#0:Task.Delay(5)|}; } }", "'Task.Delay(5)' knows nothing of the component's end and would hold it up; use 'Delay(..., end)'")]
    [TestCase("AT0012", "class C : UnrealAsyncTick.UAsyncComponent { [UnrealSharp.Attributes.UFunction] public Task {|#0:Walk|}() => Task.CompletedTask; }", "UnrealSharp makes no node of 'Walk', a [UFunction] that returns a task without the keyword; add 'async'")]
    [TestCase("AT0013", "class C { async PooledTask Run() { var step = Run(); await step; {|#0:await step|}; } }", "a pooled task serves one await, where it is called; this one is awaited twice: use 'Run().AsTask()'")]
    public Task Message_NamesTheRemedy(string id, string source, string message) => Verify.MessageAsync(source, id, message);

    // The text of a file that is being written: tokens are missing, doubled, in the wrong place.
    [Test]
    public async Task Rules_OverBrokenCode_DoNotFail()
    {
        Random random = new(19);
        var files = Directory.GetFiles(Path.Combine(Root, "tests", "AsyncTick.Analyzers.Tests"), "*.cs").Concat(Directory.GetFiles(Path.Combine(Root, "Script", "UnrealAsyncTick", "Components"), "*.cs"));
        foreach (var file in files)
        {
            var tokens = Verify.Parse(File.ReadAllText(file)).GetRoot().DescendantTokens().Select(token => token.ToFullString()).ToList();
            for (var round = 0; round < 5; round++)
            {
                var broken = tokens.Select(token => random.Next(40) switch { 0 => "", 1 => token + token, 2 => tokens[random.Next(tokens.Count)], _ => token });
                Assert.That(await Verify.FailuresAsync(string.Concat(broken)), Is.Empty, file);
            }
        }
    }

    [Test]
    public Task Pragma_SwitchesARuleOff() => Verify.ReportBesidePragmasAsync(
        "class C { async Task Run() { await NextFrame();\n#pragma warning disable AT0003 // one frame of it is the point\nThread.Sleep(5);\n#pragma warning restore AT0003\n{|AT0003:Thread.Sleep(5)|}; } }");

    [Test]
    public Task Script_IsOfTheLoopWithoutASign() => Verify.ReportInScriptAsync("{|AT0003:Thread.Sleep(5)|}; {|AT0009:while|} (true) { } void Use() { {|AT0008:Work()|}; } async Task Work() { await Task.Yield(); } Use();");

    [Test]
    public Task Script_HandedToOtherThreads_MayBlock() => Verify.ReportInScriptAsync("await RunInExecutor(() => { Thread.Sleep(5); while (true) { } return 1; });");
}
