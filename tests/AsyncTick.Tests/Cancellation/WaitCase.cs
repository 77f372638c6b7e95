using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>One awaitable of the library, for suites that run over all of them.</summary>
/// <param name="Name">Shown in the test's name.</param>
/// <param name="Wait">Waits once.</param>
/// <param name="Complete">Makes that wait end as it should, with the next frames of a tenth of a second at the latest.</param>
/// <param name="Kind">What the task list says meanwhile.</param>
internal sealed record WaitCase(string Name, Func<WaitBench, Task> Wait, Action<WaitBench> Complete, WaitKind Kind)
{
    /// <summary>The wait is a framework's task underneath: once it has its outcome, a cancellation comes too late.</summary>
    public bool OutcomeWins { get; init; }

    /// <summary>What is waited on goes on by itself after the wait was canceled.</summary>
    public bool Abandons { get; init; }

    public static IEnumerable<WaitCase> All =>
    [
        new("NextFrame", async _ => await NextFrame(), _ => { }, WaitKind.NextFrame),
        new("Phase", async _ => await Phase.PostPhysics, _ => { }, WaitKind.Phase),
        new("Frames", async _ => await Frames(5), b => b.Test.Step(4), WaitKind.Frames),
        new("Delay", async _ => await Delay(5), b => b.Test.Step(1, 4.95), WaitKind.Delay),
        new("DelayOnGameClock", async _ => await Delay(5, Clock.Game), b => b.Test.Step(1, 4.95), WaitKind.Delay),
        new("DelayForEver", async b => await Delay(b.Condition ? 0 : double.PositiveInfinity), _ => { }, WaitKind.Delay),
        new("DelayWithToken", async b => await Delay(5, b.OtherToken.Token), b => b.Test.Step(1, 4.95), WaitKind.Delay),
        new("Until", async b => await Until(() => b.Condition), b => b.Condition = true, WaitKind.Until),
        new("UntilWithState", async b => await Until(b, static b => b.Condition), b => b.Condition = true, WaitKind.Until),
        new("While", async b => await While(() => !b.Condition), b => b.Condition = true, WaitKind.Until),
        new("Every", OneTick, b => b.Test.Step(1, 4.95), WaitKind.Every),
        new("EveryWithToken", OneTickWithToken, b => b.Test.Step(1, 4.95), WaitKind.Every),
        new("Event", async b => await b.Event.WaitAsync(), b => b.Event.Set(), WaitKind.Event),
        new("Semaphore", async b => await b.Semaphore.WaitAsync(), b => b.Semaphore.Release(b.Semaphore.WaiterIds.Count), WaitKind.Semaphore),
        new("SemaphoreThatIsHeld", async b => (await b.Semaphore.LockAsync()).Dispose(), b => b.Semaphore.Release(b.Semaphore.WaiterIds.Count), WaitKind.Semaphore),
        new("Queue", async b => await b.Queue.DequeueAsync(), FeedAll, WaitKind.Queue),
        new("QueueAsStream", OneItem, FeedAll, WaitKind.Queue),
        new("Countdown", async b => await b.Countdown.WaitAsync(), b => b.Countdown.Signal(), WaitKind.Event),
        new("ConditionVariable", OneChange, b => b.Changed.NotifyAll(), WaitKind.ConditionVariable),
        new("InScope", async b => await ((Task)b.Outside.Task).InScope(), b => b.Outside.TrySetResult(1), WaitKind.Outside) { OutcomeWins = true },
        new("InScopeOfResult", async b => await b.Outside.Task.InScope(), b => b.Outside.TrySetResult(1), WaitKind.Outside) { OutcomeWins = true },
        new("RunInExecutor", async b => await RunInExecutor(b.Executor, () => 7), b => b.Executor.Finish(), WaitKind.ThreadPool) { OutcomeWins = true },
        new("Nested", async _ => await Inner(), b => b.Test.Step(1, 4.95), WaitKind.Delay),
        new("NestedNextFrame", async _ => await InnerFrame(), _ => { }, WaitKind.NextFrame),
        new("WhenAll", async b => await Task.WhenAll(Inner(), InnerFrame(), InnerEvent(b)), b =>
        {
            b.Event.Set();
            b.Test.Step(1, 4.95);
        }, WaitKind.Event),
        new("DelayOnLoopTime", async b => await Task.Delay(TimeSpan.FromSeconds(5), b.Test.Loop.TimeProvider).InScope(), b => b.Test.Step(1, 4.95), WaitKind.Outside) { OutcomeWins = true, Abandons = true },
        new("ValueTask", async b => await InnerValue(b), b => b.Event.Set(), WaitKind.Event),
    ];

    public override string ToString() => Name;

    private static async Task OneTick(WaitBench bench)
    {
        await foreach (var _ in Every(5))
        {
            return;
        }
    }

    private static async Task OneTickWithToken(WaitBench bench)
    {
        await foreach (var _ in Every(5).WithCancellation(bench.OtherToken.Token))
        {
            return;
        }
    }

    private static void FeedAll(WaitBench bench)
    {
        for (var waiting = bench.Queue.ConsumerIds.Count; waiting > 0; waiting--)
        {
            bench.Queue.TryEnqueue(1);
        }
    }

    private static async Task OneItem(WaitBench bench)
    {
        await foreach (var _ in bench.Queue.ReadAllAsync())
        {
            return;
        }
    }

    private static async Task OneChange(WaitBench bench)
    {
        using (await bench.Gate.LockAsync())
        {
            await bench.Changed.WaitAsync();
        }
    }

    private static async Task Inner() => await Delay(5);

    private static async Task InnerFrame() => await NextFrame();

    private static async Task InnerEvent(WaitBench bench) => await bench.Event.WaitAsync();

    private static async ValueTask<int> InnerValue(WaitBench bench)
    {
        await bench.Event.WaitAsync();
        return 1;
    }
}
