using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>A pooled method that waits once, for suites that run over all that can be waited on.</summary>
/// <param name="Name">Shown in the test's name.</param>
/// <param name="Wait">The method.</param>
/// <param name="Complete">Makes the wait end as it should with the next frame of a tenth of a second.</param>
internal sealed record PooledWait(string Name, Func<WaitBench, PooledTask> Wait, Action<WaitBench> Complete)
{
    /// <summary>Not a wait of this library: a cancellation does not end it.</summary>
    public bool IsPlain { get; init; }

    public static IEnumerable<PooledWait> All =>
    [
        new("NextFrame", async PooledTask (_) => await NextFrame(), _ => { }),
        new("Frames", async PooledTask (_) => await Frames(5), b => b.Test.Step(4)),
        new("Delay", async PooledTask (_) => await Delay(5), b => b.Test.Step(1, 4.95)),
        new("Until", async PooledTask (b) => await Until(() => b.Condition), b => b.Condition = true),
        new("Every", OneTick, b => b.Test.Step(1, 4.95)),
        new("Event", async PooledTask (b) => await b.Event.WaitAsync(), b => b.Event.Set()),
        new("InScope", async PooledTask (b) => await b.Outside.Task.InScope(), b => b.Outside.TrySetResult(1)),
        new("RunInExecutor", async PooledTask (b) => await RunInExecutor(b.Executor, () => 7), b => b.Executor.Finish()),
        new("Nested", async PooledTask (b) => await Inner(b), b => b.Event.Set()),
        new("NestedWithResult", async PooledTask (b) => Assert.That(await Answer(b), Is.EqualTo(42)), b => b.Event.Set()),
        new("AsyncTaskInside", async PooledTask (b) => await InnerTask(b), b => b.Event.Set()),
        new("AsTask", async PooledTask (b) => await Inner(b).AsTask(), b => b.Event.Set()),
        new("Yield", async PooledTask (_) => await Task.Yield(), _ => { }) { IsPlain = true },
        new("PlainTask", async PooledTask (b) => await b.Outside.Task, b => b.Outside.TrySetResult(1)) { IsPlain = true },
    ];

    public override string ToString() => Name;

    private static async PooledTask OneTick(WaitBench bench)
    {
        await foreach (var _ in Every(5))
        {
            return;
        }
    }

    private static async PooledTask Inner(WaitBench bench) => await bench.Event.WaitAsync();

    private static async Task InnerTask(WaitBench bench) => await bench.Event.WaitAsync();

    private static async PooledTask<int> Answer(WaitBench bench)
    {
        await bench.Event.WaitAsync();
        return 42;
    }
}
