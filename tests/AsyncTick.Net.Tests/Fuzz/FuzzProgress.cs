using System.Diagnostics;

namespace AsyncTick.Net.Tests;

/// <summary>Says how far a long run is, and what it costs.</summary>
public sealed class FuzzProgress(int count)
{
    public const int Million = 1_000_000;
    private const int Every = 20_000;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _before = GC.GetTotalMemory(true);
    private long _told;

    public void Tell(long done, int lines)
    {
        if (count == Million && done >= _told + Every)
        {
            _told = done;
            TestContext.Progress.WriteLine(
                $"{done:n0} inputs in {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s, {lines:n0} log lines, {(GC.GetTotalMemory(true) - _before) >> 10:n0} KiB more, working set {Environment.WorkingSet >> 20} MiB");
        }
    }
}
