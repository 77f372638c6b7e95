using System.Diagnostics;

namespace AsyncTick;

/// <summary>One clock of a loop or a world: where it stands this frame, and the waits on it. Read it on the loop's thread; what another thread reads is a moment old.</summary>
[DebuggerDisplay("{Kind} {Now} s, {PendingWaits} waits")]
public sealed unsafe class LoopClock
{
    internal LoopClock(Clock kind, double* nextDue, object owner, int* bell = null)
    {
        Kind = kind;
        *nextDue = double.PositiveInfinity;
        Timers = new TimerQueue(nextDue, owner, bell);
    }

    /// <summary>Which of the four clocks this is.</summary>
    public Clock Kind { get; }

    /// <summary>Absolute seconds, constant within a frame.</summary>
    public double Now { get; private set; }

    /// <summary>Waits that this clock will end.</summary>
    public int PendingWaits => Timers.Count;

    internal TimerQueue Timers { get; }

    /// <summary>Makes ready what is due, in order.</summary>
    internal void FireDue()
    {
        while (Timers.TakeDue(Now) is { } node)
        {
            if (node.Callback is { } callback)
            {
                callback();
            }
            else
            {
                node.MakeReady();
            }
        }
    }

    /// <summary>Never backwards: a host that restarts its world brings a new clock set.</summary>
    internal void Advance(double now)
    {
        if (now > Now)
        {
            Now = now;
        }
    }
}
