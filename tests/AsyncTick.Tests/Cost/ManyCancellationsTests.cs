using System.Diagnostics;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Cancellations that take many frames: what waits for them to end must not be looked through in each.</summary>
[NonParallelizable]
public sealed class ManyCancellationsTests
{
    private const int Frames = 200;

    [Test]
    public void Frame_WithManyCanceledTasksThatAreNotOver_CostsWhatOneWithoutDoes() =>
        AssertNoDearer(test => Start(test, static () => HoldOnAsync(isDeferred: false)));

    [Test]
    public void Frame_WithManyDeferredCancellations_CostsWhatOneWithoutDoes() =>
        AssertNoDearer(test => Start(test, static () => HoldOnAsync(isDeferred: true)));

    private static void AssertNoDearer(Action<TestLoop> begin)
    {
        var without = Measure(static _ => { });
        var with = Measure(begin);
        Assert.That(with - without, Is.LessThan(0.05e-3), "seconds a frame");
    }

    // The shortest of several rounds: a busy machine makes some longer.
    private static double Measure(Action<TestLoop> begin)
    {
        using var test = new TestLoop(new GameLoopOptions { GraceSeconds = 1e6, HistoryLength = 0, BudgetSeconds = 60 });
        begin(test);
        var busy = test.Loop.Start(static async () =>
        {
            while (true)
            {
                await NextFrame();
            }
        });
        test.Step(10);
        var best = double.PositiveInfinity;
        for (var round = 0; round < 10; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            test.Step(Frames, 1e-6);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds / Frames);
        }

        busy.Cancel();
        test.Step(5, 20_001);
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
        return best;
    }

    private static void Start(TestLoop test, Func<Task> body)
    {
        GameTask[] tasks = [.. Enumerable.Range(0, 20_000).Select(_ => test.Loop.Start(body))];
        test.Step();
        Array.ForEach(tasks, static task => task.Cancel());
        test.Step();
        Assert.That(test.Loop.Tasks.Count, Is.EqualTo(tasks.Length));
    }

    private static async Task HoldOnAsync(bool isDeferred)
    {
        using var deferral = isDeferred ? Defer(20_000) : default;
        try
        {
            await Delay(10_000);
        }
        finally
        {
            // A wait that the loop does not end.
            using var later = Defer(20_000);
            await Delay(10_000);
        }
    }
}
