namespace AsyncTick.Benchmarks;

/// <summary>Everything that is measured, in the table's order.</summary>
public static class Disciplines
{
    public static IReadOnlyList<Discipline> All { get; } =
    [
        Resume(1_000),
        Resume(10_000),
        Resume(100_000),
    ];

    private static Discipline Resume(int tasks) => new(
        $"Resume, {tasks:N0} tasks",
        "ns per resume",
        "NextFrame at most 1.2 x the bare awaiter, 0 bytes; Task.Yield at most the ConcurrentQueue context's",
        () => new ResumeCases.Ours(tasks),
        () => new ResumeCases.OursYield(tasks),
        () => new ResumeCases.Bare(tasks),
        () => new ResumeCases.Delegates(tasks),
        () => new ResumeCases.Peer<ArrayContext>("limit: Task.Yield, array context", tasks),
        () => new ResumeCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context", tasks),
        () => new ResumeCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)", tasks),
        () => new ResumeCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)", tasks));
}
