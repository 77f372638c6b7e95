namespace AsyncTick.Tests;

/// <summary>What a host and the tasks of a loop do over some frames.</summary>
internal sealed record StressProgram(StressProfile Profile, int Seed, IReadOnlyList<StressFrame> Frames)
{
    public const int Flags = 4;
    public const int Events = 3;
    public const int Turns = 2;
    public const int Locks = 3;
    public const int Gates = 4;

    /// <summary>The loop's four clocks, then the second world's game, unpaused and audio clocks.</summary>
    public const int Clocks = 7;

    /// <summary>Scopes with these numbers are made first: the root, and the second world's.</summary>
    public const int RootScope = 0;
    public const int WorldScope = 1;

    private const int FramesToEnd = 20_000;

    // At the end: nobody starts anything any more, and whatever plain tasks are waited for complete.
    private static readonly Op[] LastOps = [.. Enumerable.Range(0, Gates).Select(gate => new Op(OpKind.OpenGate, gate))];

    /// <summary>Frames after which nothing is left.</summary>
    public static IEnumerable<StressFrame> Ending { get; } = Enumerable.Repeat(new StressFrame(LastOps, 1, 1, 1, 1), FramesToEnd);

    public override string ToString() => string.Join('\n', Frames.Select((frame, number) => $"{number + 1,4} {frame}").Where((_, number) => Frames[number].Before.Count > 0));
}
