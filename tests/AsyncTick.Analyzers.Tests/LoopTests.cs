namespace AsyncTick.Analyzers.Tests;

/// <summary>AT0009: loops that wait for others without letting them run.</summary>
public sealed class LoopTests
{
    [TestCase("{|AT0009:while|} (true) { Log(1); }")]
    [TestCase("{|AT0009:while|} (!_isOpen) { }")]
    [TestCase("{|AT0009:while|} (!_isOpen);")]
    [TestCase("{|AT0009:while|} (!_isOpen) Thread.Yield();")]
    [TestCase("{|AT0009:while|} (!task.IsCompleted) { Log(1); }")]
    [TestCase("{|AT0009:while|} (!Token.IsCancellationRequested) { Log(1); }")]
    [TestCase("{|AT0009:for|} (;;) { Log(1); }")]
    [TestCase("{|AT0009:do|} { Log(1); } while (true);")]
    [TestCase("{|AT0009:while|} (true) { await Task.CompletedTask; }")]
    public Task Loop_ThatNeverWaits_IsReported(string statements) => Verify.ReportAsync(Around(statements));

    [Test]
    public Task Loop_Fix_WaitsForTheNextFrame() => Verify.FixAsync(
        """
        class C
        {
            bool _isOpen;

            async Task Run()
            {
                {|AT0009:while|} (!_isOpen)
                {
                }

                {|AT0009:while|} (!_isOpen) Thread.Yield();
                await NextFrame();
            }
        }
        """,
        """
        class C
        {
            bool _isOpen;

            async Task Run()
            {
                while (!_isOpen)
                {
                    await NextFrame();
                }

                while (!_isOpen) { Thread.Yield(); await NextFrame(); }
                await NextFrame();
            }
        }
        """);

    [TestCase("while (!_isOpen) { await NextFrame(); }")]
    [TestCase("while (true) { if (_isOpen) break; }")]
    [TestCase("while (true) { if (_isOpen) return; Log(1); }")]
    [TestCase("while (queue.Count > 0) { Log(queue.Dequeue()); }")]
    [TestCase("while (queue.TryDequeue(out var each)) { Log(each); }")]
    [TestCase("int n = 3; while (n > 0) { n--; }")]
    [TestCase("while (!_isOpen) { Step(); }")]
    [TestCase("for (int i = 0; i < 3; i++) { }")]
    [TestCase("while (watch.ElapsedMilliseconds < 5) { }")]
    [TestCase("while (true) { await foreach (var tick in Every(1)) { } }")]
    [TestCase("while (_isOpen) { _isOpen = false; }")]
    [TestCase("while (!task.IsCompleted) { Loop.Pump(default); }")]
    [TestCase("await Task.Run(() => { while (true) { } });")]
    [TestCase("await SwitchToThreadPool(); while (!task.IsCompleted) { } await SwitchToGameThread();")]
    public Task Loop_ThatWaitsOrEnds_IsNotReported(string statements) => Verify.ReportAsync(Around(statements));

    [Test]
    public Task Loop_OffTheLoop_IsNotReported() => Verify.ReportAsync("class C { bool _isOpen; void Run() { while (!_isOpen) { } } }");

    private static string Around(string statements) =>
        $$"""
        class C
        {
            bool _isOpen;
            async Task Run(Task task, Queue<int> queue, System.Diagnostics.Stopwatch watch) { await NextFrame(); {{statements}} }
            void Step() { _isOpen = true; }
        }
        """;
}
