using System.Diagnostics;

namespace AsyncTick;

/// <summary>One clock of a loop or a world: where it stands this frame, and the waits on it. Read it on the loop's thread; what another thread reads is a moment old.</summary>
[DebuggerDisplay("{Kind} {Now} s, {PendingWaits} waits")]
public sealed unsafe class LoopClock
{
    private readonly double[] _now;
    private readonly int _index;

    internal LoopClock(int index, double[] now, double* nextDue, object owner, int* bell = null)
    {
        _index = index;
        _now = now;
        *nextDue = double.PositiveInfinity;
        Timers = new TimerQueue(nextDue, owner, bell);
    }

    /// <summary>Which of the clocks this is.</summary>
    public Clock Kind => (Clock)(_index + 1);

    /// <summary>Absolute seconds, constant within a frame.</summary>
    public double Now => _now[_index];

    /// <summary>Waits that this clock will end.</summary>
    public int PendingWaits => Timers.Count;

    /// <summary>The clock for code that takes a <see cref="TimeProvider"/>; of a loop's real clock only.</summary>
    internal TimeProvider? Provider { get; set; }

    internal TimerQueue Timers { get; }

    /// <summary>Makes ready what is within <paramref name="limit"/>, in order, but not more than <paramref name="most"/>. Returns how many; with fewer that was all.</summary>
    internal int MakeReady(in DueLimit limit, int most)
    {
        Timers.Prefetch();
        var count = 0;
        while (count < most && Timers.TakeDue(limit) is { } node)
        {
            count++;
            if (node.Callback is { } callback)
            {
                callback();
            }
            else
            {
                node.MakeReady();
            }
        }

        return count;
    }
}
