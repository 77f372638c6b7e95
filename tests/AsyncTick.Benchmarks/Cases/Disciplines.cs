namespace AsyncTick.Benchmarks;

/// <summary>Everything that is measured, in the table's order.</summary>
public static class Disciplines
{
    private const int Tasks = 10_000;

    public static IReadOnlyList<Discipline> All { get; } =
    [
        new Discipline(
            "Resume, 10,000 tasks",
            "ns per resume",
            "NextFrame at most 1.2 x the bare awaiter, 0 bytes; Task.Yield at most the ConcurrentQueue context's",
            () => new ResumeCases.Ours(Tasks),
            () => new ResumeCases.OursYield(Tasks),
            () => new ResumeCases.Bare(Tasks),
            () => new ResumeCases.Delegates(Tasks),
            () => new ResumeCases.Peer<ArrayContext>("limit: Task.Yield, array context", Tasks),
            () => new ResumeCases.Peer<QueueContext>("Task.Yield, ConcurrentQueue context", Tasks),
            () => new ResumeCases.Peer<LockedListContext>("Task.Yield, locked lists (Unity's shape)", Tasks),
            () => new ResumeCases.Peer<BlockingContext>("Task.Yield, BlockingCollection (Godot's shape)", Tasks)),
    ];
}
