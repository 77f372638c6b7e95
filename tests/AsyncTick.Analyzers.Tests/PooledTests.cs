namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0013: pooled tasks, which serve one await.</summary>
public sealed class PooledTests
{
    [TestCase("var step = Step(); await step; {|AT0013:await step|};")]
    [TestCase("var step = Step(); if (_n == 0) { await step; } {|AT0013:await step|};")]
    [TestCase("var step = Step(); while (_n < 3) { {|AT0013:await step|}; }")]
    [TestCase("_step = {|AT0013:Step()|};")]
    [TestCase("_steps[0] = {|AT0013:Step()|};")]
    [TestCase("List<PooledTask> all = [{|AT0013:Step()|}];")]
    [TestCase("PooledTask[] all = { {|AT0013:Step()|} };")]
    [TestCase("List<PooledTask> all = new(); all.Add({|AT0013:Step()|});")]
    public Task PooledTask_UsedTwiceOrKept_IsReported(string statements) => Verify.ReportAsync(Around(statements));

    [TestCase("await Step();")]
    [TestCase("var step = Step(); await NextFrame(); await step;")]
    [TestCase("var step = Step(); if (_n == 0) { await step; } else { await step; }")]
    [TestCase("var step = Step(); if (_n == 0) { await step; return; } await step;")]
    [TestCase("while (_n < 3) { var step = Step(); await step; }")]
    [TestCase("var step = Step().AsTask(); await step; await step;")]
    [TestCase("var step = Step(); await step; step = Step(); await step;")]
    [TestCase("await WhenAll(Step().AsTask(), Step().AsTask());")]
    [TestCase("Start(Step); Start(() => Step());")]
    [TestCase("async Task Plain() { await NextFrame(); } var plain = Plain(); await plain; await plain;")]
    public Task PooledTask_UsedOnce_IsNotReported(string statements) => Verify.ReportAsync(Around(statements));

    [Test]
    public Task PooledTask_Fix_MakesAPlainTask() => Verify.FixAsync(
        Around("var step = Step(); await step; {|AT0013:await step|};"),
        Around("var step = Step().AsTask(); await step; await step;"));

    private static string Around(string statements) =>
        $$"""
        class C
        {
            int _n;
            PooledTask _step;
            PooledTask[] _steps = new PooledTask[1];
            async Task Run() { {{statements}} await NextFrame(); }
            async PooledTask Step() { await NextFrame(); }
        }
        """;
}
