using System.Diagnostics;

namespace AsyncTick.Benchmarks;

/// <summary>Contenders that do the same work. They run in turn, round by round, so that the machine's moods hit all alike.</summary>
public sealed class Discipline(string title, string unit, params Func<Case>[] contenders)
{
    public string Title { get; } = title;

    public string Unit { get; } = unit;

    public IReadOnlyList<Case> Measure(int rounds, string contenderFilter = "")
    {
        var cases = contenders.Select(make => make()).Where(contender => contender.Name.Contains(contenderFilter, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var contender in cases)
        {
            WarmUp(contender);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var contender in cases)
            {
                MeasureOnce(contender);
            }
        }

        cases.ForEach(contender => contender.Dispose());
        return cases;
    }

    // Long enough for the tiered compiler to have replaced every method on the path.
    private static void WarmUp(Case contender)
    {
        if (contender.MeasureItself() is not null)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        do
        {
            contender.Run();
        }
        while (Stopwatch.GetElapsedTime(started).TotalMilliseconds < 500);
    }

    private static void MeasureOnce(Case contender)
    {
        if (contender.MeasureItself() is { } itself)
        {
            contender.Rounds.Add(itself);
            return;
        }

        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        long operations = 0;
        TimeSpan elapsed;
        do
        {
            operations += contender.Run();
            elapsed = Stopwatch.GetElapsedTime(started);
        }
        while (elapsed.TotalMilliseconds < 60);

        contender.Rounds.Add(elapsed.TotalNanoseconds / operations);
        contender.Bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / operations;
    }
}
