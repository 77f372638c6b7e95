using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Waits that begin on another thread than the loop's are refused in the code that does it; the tasks beside it miss no step.</summary>
public sealed class OffThreadAwaitTests
{
    private const int Innocents = 100;

    // Each makes its awaitable on the loop's thread and returns what awaits it elsewhere.
    private static readonly Dictionary<string, Func<Func<Task>>> Waits = new()
    {
        ["NextFrame"] = static () =>
        {
            var wait = NextFrame();
            return async () => await wait;
        },
        ["Frames"] = static () =>
        {
            var wait = Frames(2);
            return async () => await wait;
        },
        ["Delay"] = static () =>
        {
            var wait = Delay(0.01);
            return async () => await wait;
        },
        ["Delay with a token"] = static () =>
        {
            var wait = Delay(0.01, new CancellationTokenSource().Token);
            return async () => await wait;
        },
        ["Until"] = static () =>
        {
            var wait = Until(static () => false);
            return async () => await wait;
        },
        ["ManualResetEvent"] = static () =>
        {
            var wait = new AsyncManualResetEvent().WaitAsync();
            return async () => await wait;
        },
        ["AutoResetEvent"] = static () =>
        {
            var wait = new AsyncAutoResetEvent().WaitAsync();
            return async () => await wait;
        },
        ["Semaphore"] = static () =>
        {
            var wait = new AsyncSemaphore(1).WaitAsync();
            return async () => await wait;
        },
        ["Queue"] = static () =>
        {
            var wait = new AsyncQueue<int>().DequeueAsync();
            return async () => await wait;
        },
        ["Barrier"] = static () =>
        {
            var wait = new AsyncBarrier(2).SignalAndWaitAsync();
            return async () => await wait;
        },
        ["Lock that is free"] = static () =>
        {
            var wait = new AsyncLock().LockAsync();
            return async () => (await wait).Dispose();
        },
        ["Lock that is held"] = static () =>
        {
            var gate = new AsyncLock();
            gate.TryLock(out _);
            var wait = gate.LockAsync();
            return async () => (await wait).Dispose();
        },
        ["Every"] = static () =>
        {
            var ticks = Every(0.01).GetAsyncEnumerator();
            return async () => await ticks.MoveNextAsync();
        },
        ["Every, asked on the loop's thread"] = static () =>
        {
            var next = Every(0.01).GetAsyncEnumerator().MoveNextAsync();
            return async () => await next;
        },
    };

    private static IEnumerable<string> WaitNames => Waits.Keys;

    [TestCaseSource(nameof(WaitNames))]
    [Category("case 43")]
    public void Await_OnAnotherThread_ThrowsThereAndHarmsNobody(string wait)
    {
        using var test = new TestLoop();
        var steps = 0;
        for (var i = 0; i < Innocents; i++)
        {
            test.Loop.Start(async () =>
            {
                while (true)
                {
                    await NextFrame();
                    steps++;
                }
            });
        }

        var culprit = test.Loop.Start(
            async () =>
            {
                var away = Waits[wait]();
                await Task.Run(away);
            },
            "culprit");
        Task outcome = culprit;
        var expected = 0;
        test.PumpUntil(() =>
        {
            Assert.That(steps, Is.EqualTo(expected), "a task beside it missed a step");
            expected += Innocents;
            return outcome.IsCompleted;
        });
        AssertRefused(outcome);
        test.Loop.RootScope.CancelTasks();
        test.Step(3);
    }

    [Test]
    [Category("case 43")]
    public void Every_WhoseBodyGoesOnElsewhere_ThrowsInThatTask()
    {
        using var test = new TestLoop();
        var steps = 0;
        for (var i = 0; i < Innocents; i++)
        {
            test.Loop.Start(async () =>
            {
                while (true)
                {
                    await Delay(0.02);
                    steps++;
                }
            });
        }

        Task[] culprits = [.. Enumerable.Range(0, 5).Select(_ => (Task)test.Loop.Start(
            async () =>
            {
                await foreach (var tick in Every(0.005))
                {
                    await Task.Run(static () => Thread.Sleep(1)).ConfigureAwait(false);
                }
            },
            "culprit"))];
        test.PumpUntil(() => culprits.All(static task => task.IsCompleted));
        foreach (var culprit in culprits)
        {
            AssertRefused(culprit);
        }

        steps = 0;
        test.Step(240, 0.005);
        Assert.That(steps, Is.GreaterThanOrEqualTo(Innocents * 45), "every delay ends as if the others had not been");
        test.Loop.RootScope.CancelTasks();
        test.Step(3);
    }

    [Test]
    public void Defer_EndedOnAnotherThread_IsEndedByTheLoop()
    {
        using var test = new TestLoop();
        Task culprit = test.Loop.Start(async () =>
        {
            using (Defer(100))
            {
                await Task.Run(static () => Thread.Sleep(1)).ConfigureAwait(false);
            }
        });
        test.PumpUntil(() => culprit.IsCompleted);
        Assert.That(culprit.Exception, Is.Null);
        test.Step(3);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    private static void AssertRefused(Task culprit) => Assert.That(
        culprit.Exception?.InnerException,
        Is.TypeOf<InvalidOperationException>().With.Message.Contains("thread").And.Message.Contains("SwitchToGameThread").And.Message.Contains("Post"));
}
