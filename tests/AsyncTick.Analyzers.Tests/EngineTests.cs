namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0011 and AT0012: components, and functions that the engine calls.</summary>
public sealed class EngineTests
{
    [TestCase("await {|AT0011:File.ReadAllTextAsync(\"a\")|};", "await File.ReadAllTextAsync(\"a\", cancellationToken: cancellationToken);")]
    [TestCase("await {|AT0011:Task.Delay(5)|};", "await Task.Delay(5, cancellationToken);")]
    [TestCase("await {|AT0011:client.ConnectAsync(\"a\", 1)|};", "await client.ConnectAsync(\"a\", 1, cancellationToken);")]
    [TestCase("await {|AT0011:process.StandardOutput.BaseStream.FlushAsync()|};", "await process.StandardOutput.BaseStream.FlushAsync(cancellationToken);")]
    [TestCase("await {|AT0011:xml.ReadAsync()|};", "await xml.ReadAsync().InScope();")]
    public Task Wait_ThatDoesNotEndWithTheComponent_IsReportedAndTheFixEndsIt(string before, string after) => Verify.FixAsync(Component(before), Component(after));

    [TestCase("await File.ReadAllTextAsync(\"a\", cancellationToken);")]
    [TestCase("await File.ReadAllTextAsync(\"a\").InScope();")]
    [TestCase("await File.ReadAllTextAsync(\"a\").WaitAsync(cancellationToken);")]
    [TestCase("await Own();")]
    [TestCase("await Delay(1);")]
    [TestCase("await Task.WhenAll(Own(), Own());")]
    [TestCase("await RunInExecutor(() => 1);")]
    [TestCase("await Task.Run(async () => await File.ReadAllTextAsync(\"a\"));")]
    [TestCase("var reading = File.ReadAllTextAsync(\"a\"); await reading;")]
    [TestCase("Func<Task> body = Own; await body();")]
    public Task Wait_ThatEndsWithTheComponent_IsNotReported(string statements) => Verify.ReportAsync(Component(statements));

    [Test]
    public Task Wait_OfOtherMethods_IsNotReported() => Verify.ReportAsync(
        "class C { protected virtual Task RunAsync(CancellationToken token) => Task.CompletedTask; } class D : C { protected override async Task RunAsync(CancellationToken token) { await File.ReadAllTextAsync(\"a\"); } }");

    [TestCase("[UFunction] public Task {|AT0012:Walk|}() => Own();", "[UFunction] public async Task Walk() => await Own();")]
    [TestCase("[UFunction] public Task<int> {|AT0012:Walk|}(int n) { if (n == 0) return Task.FromResult(0); return Count(); }", "[UFunction] public async Task<int> Walk(int n) { if (n == 0) return await Task.FromResult(0); return await Count(); }")]
    [TestCase("[UFunction] public Task {|AT0012:Walk|}() { Log(1); return Own(); }", "[UFunction] public async Task Walk() { Log(1); await Own(); }")]
    public Task Node_WithoutTheKeyword_IsReportedAndTheFixAddsIt(string before, string after) => Verify.FixAsync(Component("await NextFrame();", before), Component("await NextFrame();", after));

    [TestCase("[UFunction] public async Task Walk() => await Own();")]
    [TestCase("public Task Walk() => Own();")]
    [TestCase("[UFunction] public int Walk() => 1;")]
    public Task Node_WithTheKeyword_IsNotReported(string members) => Verify.ReportAsync(Component("await NextFrame();", members));

    private static string Component(string statements, string members = "") =>
        $$"""
        using UnrealSharp.Attributes;
        using UnrealAsyncTick;
        class UThing : UAsyncComponent
        {
            protected override async Task RunAsync(CancellationToken cancellationToken)
            {
                using var client = new System.Net.Sockets.TcpClient();
                using var process = new System.Diagnostics.Process();
                System.Xml.XmlReader xml = null;
                {{statements}}
            }

            async Task Own() { await NextFrame(); }
            async Task<int> Count() { await NextFrame(); return 1; }
            {{members}}
        }
        """;
}
