using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A task that outlives many waits for it keeps nothing of those that were canceled.</summary>
public sealed class LongLivedTaskTests
{
    private const int Waits = 5000;

    [TestCase(TaskCreationOptions.None)]
    [TestCase(TaskCreationOptions.RunContinuationsAsynchronously)]
    [Category("case 23")]
    public void InScope_CanceledManyTimes_KeepsNothing(TaskCreationOptions options)
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", HistoryLength = 0, RepeatSeconds = 0 });
        var never = new TaskCompletionSource<int>(options);
        CancelWaits(test, never.Task, 500);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        CancelWaits(test, never.Task, Waits);
        var perWait = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Waits;
        GC.KeepAlive(never);
        Assert.That(perWait, Is.LessThan(20), "bytes that stay for each");
    }

    // .NET 11's own async methods come back from such a task through the thread pool.
#if RUNTIME_ASYNC
    private static bool ArePlainWaitsInOrder => false;
#else
    private static bool ArePlainWaitsInOrder => true;
#endif

    // The second kind is what the events and locks of most libraries give out: nothing runs inside their completion.
    [TestCase(TaskCreationOptions.None)]
    [TestCase(TaskCreationOptions.RunContinuationsAsynchronously)]
    public void InScope_OfOneTask_GoOnInTheFrameOfItsEndInTheOrderTheyBegan(TaskCreationOptions options)
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>(options);
        var went = new List<(int Waiter, long Frame)>();
        for (var i = 0; i < 50; i++)
        {
            var waiter = i;
            test.Loop.Start(async () =>
            {
                if (waiter % 5 == 0 && ArePlainWaitsInOrder && options != TaskCreationOptions.None)
                {
                    await source.Task; // .NET itself lets some of these overtake those of the other kind, on tasks of the first kind
                }
                else
                {
                    await source.Task.InScope();
                }

                went.Add((waiter, test.Loop.FrameNumber));
            });
        }

        long ended = -1;
        test.Run(async () =>
        {
            await NextFrame();
            ended = test.Loop.FrameNumber;
            source.SetResult(1);
        });
        Assert.That(went, Is.EqualTo(Enumerable.Range(0, 50).Select(waiter => (waiter, ended))));
    }

    [Test]
    public void InScope_OfATaskOfALibrary_LeavesItsSchedulerToWhatFollows()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskScheduler? after = null;
        test.Loop.Start(async () =>
        {
            await source.Task.InScope();
            after = TaskScheduler.Current;
        });
        source.SetResult();
        test.PumpUntil(() => after is not null);
        Assert.That(after, Is.SameAs(TaskScheduler.Default));
    }

    [TestCase(TaskCreationOptions.None)]
    [TestCase(TaskCreationOptions.RunContinuationsAsynchronously)]
    public void InScope_CanceledThenTheTaskFails_IsQuiet(TaskCreationOptions options)
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>(options);
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
