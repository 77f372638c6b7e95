namespace AsyncTick.Benchmarks;

/// <summary>Everything that is measured, in the table's order.</summary>
public static class Disciplines
{
    private static readonly PythonFigures Asyncio = new("asyncio");
    private static readonly PythonFigures Uvloop = new("uvloop");

    public static IReadOnlyList<Discipline> All { get; } =
    [
        Resume(1_000),
        Resume(10_000, () => new UnaccountedCase(10_000), () => Asyncio.Row("resume"), () => Uvloop.Row("resume")),
        Resume(100_000),
        new(
            "Idle frame",
            "ns per frame",
            () => new IdleCases.Ours(0) { Goals = [new Goal(8, Bytes: 0)] },
            () => new IdleCases.Ours(1_000),
            () => new IdleCases.Ours(100_000) { Goals = [new Goal(100)] },
            () => new IdleCases.Ours(1_000_000) { Goals = [new Goal(100)] },
            () => NativeFigures.Row("AsyncTick, C++ side, the doorbell says idle", "idle frame: nothing is ready, no task waits for a clock", new Goal(3)),
            () => NativeFigures.Row("AsyncTick, C++ side, a task waits for a time", "idle frame: a task waits for real time, a clock read included"),
            () => NativeFigures.Row("AsyncTick, C++ side, a busy frame", "busy frame: native part, all clocks sampled, C++ in place of C#"),
            () => new IdleCases.Peer<ArrayContext>("limit: array context"),
            () => new IdleCases.Peer<QueueContext>("ConcurrentQueue context"),
            () => new IdleCases.Peer<LockedListContext>("locked lists (Unity's shape)"),
            () => new IdleCases.Peer<BlockingContext>("BlockingCollection (Godot's shape)"),
            () => Asyncio.Row("idle"),
            () => Uvloop.Row("idle")),
        new(
            "Delays, 100,000 pending over 60 s: create, fire, resume",
            "ns per delay",
            () => new TimerCases.Ours(100_000) { Goals = [new Goal(1.8, "limit: timing wheel", Bytes: 0), Goal.Faster(70, "Python asyncio")] },
            () => new TimerCases.Limit<BareWheel>("limit: timing wheel, pooled, no order, no canceling", 100_000),
            () => new TimerCases.Limit<BareHeap>("limit: heap", 100_000),
            () => Asyncio.Row("timers"),
            () => Uvloop.Row("timers")),
        new(
            "Task, from start through one frame to its end",
            "ns per task",
            () => new StartCases.Ours { Goals = [new Goal(140, Bytes: 208)] },
            () => new StartCases.Bare(),
            () => new StartCases.DictionaryRegistry(),
            () => new StartCases.Peer<ArrayContext>("limit: Task.Yield, array context"),
            () => new StartCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context"),
            () => new StartCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)"),
            () => new StartCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)"),
            () => Asyncio.Row("start"),
            () => Uvloop.Row("start")),
        Posts("Posts, 1 producer: the producer", 1, PostCases.Figure.Producer, new Goal(12)),
        Posts("Posts, 2 producers: the producer", 2, PostCases.Figure.Producer, new Goal(1, "ConcurrentQueue")),
        Posts("Posts, 1 producer: the frame", 1, PostCases.Figure.Drain, new Goal(5)),
        Posts("Posts, 2 producers: the frame", 2, PostCases.Figure.Drain, new Goal(4)),
        Posts("Posts, 1 producer, spinning pump", 1, PostCases.Figure.Spinning, new Goal(1, "ConcurrentQueue")),
        Posts("Posts, 2 producers, spinning pump", 2, PostCases.Figure.Spinning, new Goal(1, "ConcurrentQueue")),
        new(
            "Task.Run round trip",
            "ns of wall time",
            () => new TaskRunCases.Contender("AsyncTick", TaskRunCases.Ours) { Goals = [new Goal(1.05, "limit: array context", Bytes: 122)] },
            () => new TaskRunCases.Contender("limit: array context", TaskRunCases.Peer<ArrayContext>),
            () => new TaskRunCases.Contender("ConcurrentQueue context", TaskRunCases.Peer<QueueContext>),
            () => new TaskRunCases.Contender("locked lists (Unity's shape)", TaskRunCases.Peer<LockedListContext>),
            () => new TaskRunCases.Contender("BlockingCollection (Godot's shape)", TaskRunCases.Peer<BlockingContext>)),
        new(
            "Cancel all, 100,000 waiting tasks",
            "ms in all",
            () => new CancelCase(100_000) { Goals = [new Goal(60)] },
            () => new ThrowCase(100_000)),
        .. PooledCases.All,
        new("Semaphore handed through 20 coroutines", "frames", HandoverCase.Own, HandoverCase.Plain),
        new("Script restart", "ms", () => new RestartCase { Goals = [new Goal(100)] }),
        NetworkCases.All,
        new("Frame-time tail, 10,000 coroutines and 1,000 TCP clients", "ms", () => new TailCase { Goals = [new Goal(4.5)] }),
    ];

    private static Discipline Resume(int tasks, params Func<Case>[] others) => new(
        $"Resume, {tasks:N0} tasks",
        "ns per resume",
        [
            () => new ResumeCases.Ours(tasks) { Goals = ResumeGoals(tasks, others.Length > 0) },
            () => new ResumeCases.OursUnrecorded(tasks),
            () => new ResumeCases.OursWatched(tasks),
            () => new ResumeCases.OursYield(tasks) { Goals = [new Goal(1, "Task.Yield, ConcurrentQueue", Bytes: 0)] },
            () => new ResumeCases.Bare(tasks),
            () => new ResumeCases.Delegates(tasks),
            () => new ResumeCases.Peer<ArrayContext>("limit: Task.Yield, array context", tasks),
            () => new ResumeCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context", tasks),
            () => new ResumeCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)", tasks),
            () => new ResumeCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)", tasks),
            .. others,
        ]);

    private static Goal[] ResumeGoals(int tasks, bool all)
    {
        Goal[] own = [new Goal(tasks > 10_000 ? 1.4 : 1.2, "limit: bare awaiter", Bytes: 0), new Goal(1.15, "AsyncTick NextFrame, recorder off")];
        return all
            ? [.. own, Goal.Faster(1.7, "Task.Yield, ConcurrentQueue"), Goal.Faster(60, "Python asyncio"), Goal.Faster(40, "Python uvloop"), new Goal(1.1, "AsyncTick without accounting")]
            : own;
    }

    private static Discipline Posts(string title, int producers, PostCases.Figure figure, Goal goal) => new(
        title,
        "ns per post",
        () => new PostCases.Contender("AsyncTick", producers, figure, PostCases.Ours) { Goals = [goal] },
        () => new PostCases.Contender("limit: spin lock and array swap", producers, figure, PostCases.Peer<ArrayContext>),
        () => new PostCases.Contender("ConcurrentQueue", producers, figure, PostCases.Peer<QueueContext>),
        () => new PostCases.Contender("locked lists (Unity's shape)", producers, figure, PostCases.Peer<LockedListContext>),
        () => new PostCases.Contender("BlockingCollection (Godot's shape)", producers, figure, PostCases.Peer<BlockingContext>));
}
