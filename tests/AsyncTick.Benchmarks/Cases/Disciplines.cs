namespace AsyncTick.Benchmarks;

/// <summary>Everything that is measured, in the table's order.</summary>
public static class Disciplines
{
    private static readonly PythonFigures Asyncio = new("asyncio");
    private static readonly PythonFigures Uvloop = new("uvloop");

    public static IReadOnlyList<Discipline> All { get; } =
    [
        Resume(1_000),
        Resume(10_000, () => Asyncio.Row("resume"), () => Uvloop.Row("resume")),
        Resume(100_000),
        new(
            "Idle frame",
            "ns per frame",
            "at most 8 ns; at most 100 ns with 1,000,000 delays pending, the same as with 1,000",
            () => new IdleCases.Ours(0),
            () => new IdleCases.Ours(1_000),
            () => new IdleCases.Ours(100_000),
            () => new IdleCases.Ours(1_000_000),
            () => new IdleCases.Peer<ArrayContext>("limit: array context"),
            () => new IdleCases.Peer<QueueContext>("ConcurrentQueue context"),
            () => new IdleCases.Peer<LockedListContext>("locked lists (Unity's shape)"),
            () => new IdleCases.Peer<BlockingContext>("BlockingCollection (Godot's shape)"),
            () => Asyncio.Row("idle"),
            () => Uvloop.Row("idle")),
        new(
            "Delays, 100,000 pending over 60 s: create, fire, resume",
            "ns per delay",
            "at most the wheel limit's, 0 bytes; at least 70 x asyncio",
            () => new TimerCases.Ours(100_000),
            () => new TimerCases.Limit<BareWheel>("limit: timing wheel, pooled, no order, no cancelling", 100_000),
            () => new TimerCases.Limit<BareHeap>("limit: heap", 100_000),
            () => Asyncio.Row("timers"),
            () => Uvloop.Row("timers")),
        new(
            "Task, from start through one frame to its end",
            "ns per task",
            "at most 120 ns, 208 bytes",
            () => new StartCases.Ours(),
            () => new StartCases.Bare(),
            () => new StartCases.DictionaryRegistry(),
            () => new StartCases.Peer<ArrayContext>("limit: Task.Yield, array context"),
            () => new StartCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context"),
            () => new StartCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)"),
            () => new StartCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)"),
            () => Asyncio.Row("start"),
            () => Uvloop.Row("start")),
        Posts("Posts, 1 producer: the producer", 1, PostCases.Figure.Producer, "at most 15 ns"),
        Posts("Posts, 2 producers: the producer", 2, PostCases.Figure.Producer, "at most 15 ns"),
        Posts("Posts, 1 producer: the frame", 1, PostCases.Figure.Drain, "at most 3 ns"),
        Posts("Posts, 2 producers: the frame", 2, PostCases.Figure.Drain, "at most 3 ns"),
        Posts("Posts, 1 producer, spinning pump", 1, PostCases.Figure.Spinning, "at most the ConcurrentQueue's"),
        Posts("Posts, 2 producers, spinning pump", 2, PostCases.Figure.Spinning, "at most the ConcurrentQueue's"),
        new(
            "Task.Run round trip",
            "ns of wall time",
            "at most 1.05 x the array context's",
            () => new TaskRunCases.Contender("AsyncTick", TaskRunCases.Ours),
            () => new TaskRunCases.Contender("limit: array context", TaskRunCases.Peer<ArrayContext>),
            () => new TaskRunCases.Contender("ConcurrentQueue context", TaskRunCases.Peer<QueueContext>),
            () => new TaskRunCases.Contender("locked lists (Unity's shape)", TaskRunCases.Peer<LockedListContext>),
            () => new TaskRunCases.Contender("BlockingCollection (Godot's shape)", TaskRunCases.Peer<BlockingContext>)),
        new("Cancel all", "ms in all", "at most 60 ms for 100,000, spread over frames", () => new CancelCase(100_000)),
        .. PooledCases.All,
    ];

    private static Discipline Resume(int tasks, params Func<Case>[] others) => new(
        $"Resume, {tasks:N0} tasks",
        "ns per resume",
        "NextFrame at most 1.2 x the bare awaiter, 0 bytes; Task.Yield at most the ConcurrentQueue context's",
        [
            () => new ResumeCases.Ours(tasks),
            () => new ResumeCases.OursWatched(tasks),
            () => new ResumeCases.OursYield(tasks),
            () => new ResumeCases.Bare(tasks),
            () => new ResumeCases.Delegates(tasks),
            () => new ResumeCases.Peer<ArrayContext>("limit: Task.Yield, array context", tasks),
            () => new ResumeCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context", tasks),
            () => new ResumeCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)", tasks),
            () => new ResumeCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)", tasks),
            .. others,
        ]);

    private static Discipline Posts(string title, int producers, PostCases.Figure figure, string target) => new(
        title,
        "ns per post",
        target,
        () => new PostCases.Contender("AsyncTick", producers, figure, PostCases.Ours),
        () => new PostCases.Contender("limit: spin lock and array swap", producers, figure, PostCases.Peer<ArrayContext>),
        () => new PostCases.Contender("ConcurrentQueue", producers, figure, PostCases.Peer<QueueContext>),
        () => new PostCases.Contender("locked lists (Unity's shape)", producers, figure, PostCases.Peer<LockedListContext>),
        () => new PostCases.Contender("BlockingCollection (Godot's shape)", producers, figure, PostCases.Peer<BlockingContext>));
}
