namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0010: locks of threads between coroutines.</summary>
public sealed class LockTests
{
    [TestCase("await _two.{|AT0010:WaitAsync|}(); _two.Release();")]
    [TestCase("_two.{|AT0010:Wait|}(); _two.Release();")]
    [TestCase("Monitor.{|AT0010:Enter|}(_gate); await NextFrame(); Monitor.Exit(_gate);")]
    [TestCase("_lock.{|AT0010:Enter|}(); await NextFrame(); _lock.Exit();")]
    [TestCase("_many.{|AT0010:EnterReadLock|}(); await NextFrame(); _many.ExitReadLock();")]
    [TestCase("{|AT0010:lock|} (_gate) { {|CS1996:await NextFrame()|}; }")]
    public Task Lock_OfThreadsInACoroutine_IsReported(string statements) => Verify.ReportAsync(Around(statements));

    [TestCase("await _two.WaitAsync(Token); _two.Release();")]
    [TestCase("await _two.WaitAsync().InScope(); _two.Release();")]
    [TestCase("lock (_gate) { Log(1); }")]
    [TestCase("Monitor.Enter(_gate); Log(1); Monitor.Exit(_gate); await NextFrame();")]
    [TestCase("await Task.Run(() => { _two.Wait(); _two.Release(); });")]
    [TestCase("using (await _own.LockAsync()) { await NextFrame(); }")]
    public Task Lock_ThatEndsOrHoldsNoFrame_IsNotReported(string statements) => Verify.ReportAsync(Around(statements));

    [Test]
    public Task Lock_OffTheLoop_IsNotReported() =>
        Verify.ReportAsync("class C { readonly SemaphoreSlim _two = new(2); async Task Run() { await _two.WaitAsync(); _two.Wait(); Monitor.Enter(this); await Task.Yield(); Monitor.Exit(this); } }");

    [TestCase("{|AT0010:lock|} (_own) { Log(1); }", "using (await _own.LockAsync()) { Log(1); }")]
    [TestCase("await _two.{|AT0010:WaitAsync|}();", "await _two.WaitAsync().InScope();")]
    [TestCase("_two.{|AT0010:Wait|}();", "await _two.WaitAsync().InScope();")]
    public Task Lock_Fix(string before, string after) => Verify.FixAsync(Around(before), Around(after));

    private static string Around(string statements) =>
        $$"""
        class C
        {
            readonly object _gate = new();
            readonly Lock _lock = new();
            readonly SemaphoreSlim _two = new(2);
            readonly ReaderWriterLockSlim _many = new();
            readonly AsyncLock _own = new();
            async Task Run() { await NextFrame(); {{statements}} }
        }
        """;
}
