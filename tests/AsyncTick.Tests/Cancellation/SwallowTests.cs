using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A canceled task that swallows its cancellation and waits again, for ever: one step per frame, not a game thread that hangs.</summary>
public sealed class SwallowTests
{
    private const int Frames = 5;

    public static IEnumerable<TestCaseData> Waits
    {
        get
        {
            var never = new TaskCompletionSource<int>();
            yield return Case("InScope", () => ((Task)never.Task).InScope());
            yield return Case("InScopeOfResult", () => never.Task.InScope());
            yield return Case("RunInExecutor", () => RunInExecutor(() => 1));
            yield return Case("Race", () => Race(Never, Never));
            yield return Case("RaceOfResults", () => Race(async () => await never.Task, async () => await never.Task));
            yield return Case("Group", () => Group(_ => Never()));
            yield return Case("WithTimeout", () => WithTimeout(1, Never));
            yield return Case("WithTimeoutOfResult", () => WithTimeout(1, async () => await never.Task));
            yield return Case("WhenAny", () => WhenAny([never.Task]));
            yield return Case("WhenAll", () => WhenAll(never.Task, never.Task));
            yield return Case("Event", async () => await new AsyncManualResetEvent(isSet: true).WaitAsync());
            yield return Case("Turn", async () => await new AsyncAutoResetEvent(isSet: true).WaitAsync());
            yield return Case("Lock", async () => await new AsyncLock().LockAsync());
            yield return Case("Every", OneTick);
            yield return Case("Until", async () => await Until(() => true));
            yield return Case("Retry", () => Retry(new RetryPolicy(), _ => Never()));
        }
    }

    [TestCaseSource(nameof(Waits))]
    public void Wait_CancellationSwallowedForEver_TakesOneStepPerFrame(Func<Task> wait)
    {
        using var test = new TestLoop();
        var rounds = 0;
        var stop = false;
        test.Loop.Start(async () =>
        {
            Loop.Tasks.Cancel(TaskId);
            while (!stop)
            {
                Assert.That(++rounds, Is.LessThan(100), "the frame does not end");
                try
                {
                    await wait();
                }
                catch (GameTaskCanceledException)
                {
                    // What a handler that catches everything does.
                }
            }
        });
        test.Step(Frames);
        stop = true;
        test.RunUntilIdle();
        Assert.That((rounds, test.Loop.Tasks.Count), Is.EqualTo((Frames + 1, 0)));
    }

    private static TestCaseData Case(string name, Func<Task> wait) => new TestCaseData(wait).SetArgDisplayNames(name);

    private static async Task Never() => await Delay(double.PositiveInfinity);

    private static async Task OneTick()
    {
        await foreach (var _ in Every(1))
        {
            return;
        }
    }
}
