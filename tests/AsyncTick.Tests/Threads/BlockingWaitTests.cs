#pragma warning disable VSTHRD002, VSTHRD103, CA1849 // Blocking is what is tested.
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Code of a task that blocks the game thread is named while it does, with its line and what to await instead; what is over at once is not.</summary>
public sealed class BlockingWaitTests
{
    // Far more than the loop's patience, also when a busy machine runs the other thread first.
    private const int BlockMilliseconds = 400;

    private static readonly Dictionary<string, (Action Block, string Called, string Advice)> Ways = new()
    {
        ["Task.Wait"] = (static () => Away().Wait(), "Task.Wait", "await the task instead"),
        ["Task.Result"] = (static () => _ = Away().Result, "Result", "await the task instead"),
        ["GetResult"] = (static () => Away().GetAwaiter().GetResult(), "GetResult", "await the task instead"),
        ["Task.WaitAll"] = (static () => Task.WaitAll(Away(), Away()), "Task.WaitAll", "await the task instead"),
        ["WaitOne"] = (static () => new ManualResetEvent(false).WaitOne(BlockMilliseconds), "WaitHandle.WaitOne", "await RunInExecutor(...)"),
        ["Join"] = (static () => NewThread().Join(), "Thread.Join", "await RunInExecutor(...)"),
        ["lock"] = (static () =>
        {
            var gate = new object();
            using var isHeld = new ManualResetEventSlim();
            var holder = new Thread(() =>
            {
                lock (gate)
                {
                    isHeld.Set();
                    Thread.Sleep(BlockMilliseconds);
                }
            });
            holder.Start();
            isHeld.Wait();
            lock (gate)
            {
            }
        }, "Monitor.Enter", "use an AsyncLock"),
    };

    // .NET 11 waits for a thread's end without asking the context.
    private static IEnumerable<string> WayNames => Ways.Keys.Where(static way => way != "Join" || Environment.Version.Major < 11);

    [TestCaseSource(nameof(WayNames))]
    public void Task_ThatBlocks_IsNamedWithItsLineAndTheRemedy(string way)
    {
        using var test = new TestLoop();
        test.Loop.Start(
            async () =>
            {
                await NextFrame();
                Ways[way].Block();
            },
            "careless");
        test.Step(3);
        Assert.That(test.Log.Lines.Select(static line => line.Text), Has.Some.Matches(
            $"^Task 'careless' \\(#1\\) blocks the game thread at BlockingWaitTests\\.cs:\\d+ by .*{Ways[way].Called}; .*{System.Text.RegularExpressions.Regex.Escape(Ways[way].Advice)}"));
    }

    [Test]
    public void Task_ThatWaitsForWhatIsThere_IsNotNamed()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            Task.CompletedTask.Wait();
            new ManualResetEvent(true).WaitOne();
            new ManualResetEvent(false).WaitOne(1);
            lock (new object())
            {
            }
        });
        test.Step(3);
        Assert.That(test.Log.Lines, Is.Empty);
    }

    [Test]
    public void Wait_WithALimit_TakesNoLongerAndEndsAsItShould()
    {
        using var test = new TestLoop();
        using var gate = new AutoResetEvent(false);
        bool? without = null;
        bool? with = null;
        var used = TimeSpan.Zero;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            var begun = System.Diagnostics.Stopwatch.GetTimestamp();
            without = gate.WaitOne(30);
            used = System.Diagnostics.Stopwatch.GetElapsedTime(begun);
            using var setter = new Timer(_ => gate.Set(), null, 20, Timeout.Infinite);
            with = gate.WaitOne(10_000);
        });
        test.Step(3);
        Assert.That((without, with), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That(used, Is.GreaterThan(TimeSpan.FromMilliseconds(25)));
    }

    private static async Task<int> Away()
    {
        await Task.Delay(BlockMilliseconds).ConfigureAwait(false);
        return 1;
    }

    private static Thread NewThread()
    {
        var thread = new Thread(static () => Thread.Sleep(BlockMilliseconds));
        thread.Start();
        return thread;
    }
}
