using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A task that outlives many waits for it keeps nothing of those that were cancelled.</summary>
public sealed class LongLivedTaskTests
{
    private const int Waits = 5000;

    [Test]
    public void InScope_CancelledManyTimes_KeepsNothing()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 0, RepeatSeconds = 0 });
        var never = new TaskCompletionSource<int>();
        CancelWaits(test, never.Task, 500);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        CancelWaits(test, never.Task, Waits);
        var perWait = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Waits;
        GC.KeepAlive(never);
        Assert.That(perWait, Is.LessThan(20), "bytes that stay for each");
    }

    [Test]
    public void InScope_CancelledThenTheTaskFails_IsQuiet()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>();
        CancelWaits(test, source.Task, 3);
        source.SetException(new InvalidOperationException("late"));
        Internals.LookAt(source.Task);
        test.Step(2);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    private static void CancelWaits(TestLoop test, Task<int> task, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var wait = test.Loop.Start(() => task.InScope());
            wait.Cancel();
            test.PumpUntil(() => wait.IsCompleted);
            test.Log.Clear();
        }
    }
}
