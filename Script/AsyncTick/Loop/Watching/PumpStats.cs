namespace AsyncTick;

/// <summary>What is counted about a loop's frames; nothing here runs per step. Loop thread only; counts may be read on any thread, a moment old.</summary>
internal sealed class PumpStats
{
    private readonly float[] _last = new float[GameLoop.PumpsKept];
    private long _count;
    private int _backlogLeft;
    private double _backlogSince;

    public long Refused { get; set; }

    public long OverBudget { get; private set; }

    public double LastSeconds { get; private set; }

    public double LongestSeconds { get; private set; }

    /// <summary>The work that the last frame left over.</summary>
    public int Backlog { get; private set; }

    public int LongestBacklog { get; private set; }

    /// <summary>The longest that left-over work had to wait for its turn, in seconds of real time.</summary>
    public double LongestReadySeconds { get; private set; }

    /// <summary>A frame with work is over.</summary>
    /// <param name="seconds">How long it took.</param>
    /// <param name="ready">The work that is ready at its end.</param>
    /// <param name="drained">Whether it did all that was ready; otherwise the rest is left over.</param>
    /// <param name="steps">How many steps it ran.</param>
    /// <param name="now">Real time.</param>
    public void NoteFrame(double seconds, int ready, bool drained, long steps, double now)
    {
        LastSeconds = seconds;
        LongestSeconds = Math.Max(LongestSeconds, seconds);
        _last[_count++ % _last.Length] = (float)seconds;
        Backlog = drained ? 0 : ready;
        if (!drained || _backlogLeft > 0)
        {
            NoteBacklog(ready, drained, steps, now);
        }
    }

    /// <summary>See <see cref="GameLoop.ReadPumps"/>.</summary>
    public int Read(ref long after, Span<float> into)
    {
        var count = (int)Math.Min(Math.Min(_count - after, _last.Length), into.Length);
        for (var i = 0; i < count; i++)
        {
            into[i] = _last[(_count - count + i) % _last.Length];
        }

        after = _count;
        return Math.Max(0, count);
    }

    // The queue is first in, first out: once as many steps have run as were left over, the last of those left over has had its turn.
    private void NoteBacklog(int ready, bool drained, long steps, double now)
    {
        if (_backlogLeft > 0)
        {
            _backlogLeft = (int)Math.Max(0, _backlogLeft - steps);
            if (drained || _backlogLeft == 0)
            {
                LongestReadySeconds = Math.Max(LongestReadySeconds, now - _backlogSince);
                _backlogLeft = 0;
            }
        }

        if (!drained)
        {
            OverBudget++;
            LongestBacklog = Math.Max(LongestBacklog, ready);
            if (_backlogLeft == 0)
            {
                _backlogLeft = ready;
                _backlogSince = now;
            }
        }
    }
}
