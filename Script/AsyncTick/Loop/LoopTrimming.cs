namespace AsyncTick;

/// <summary>
/// Lets go of memory that a burst has left behind: pooled objects that were idle for <see cref="PeriodSeconds"/> of real time, and the room of queues and timer tables.
/// Nothing happens, and no timer runs, while no pool holds more than <see cref="Pool{T}.SurplusFrom"/> idle objects. Loop thread only.
/// </summary>
internal sealed class LoopTrimming(GameLoop loop)
{
    /// <summary>How long an object must have been idle.</summary>
    public const double PeriodSeconds = 10;

    // So that no frame is held up: letting one go takes some nanoseconds.
    private const int MostAtOnce = 20_000;

    private TimerNode? _timer;
    private bool _isPending;

    /// <summary>A pool holds so much that some of it may not be needed.</summary>
    public void NoteSurplus()
    {
        if (!_isPending)
        {
            Wait(PeriodSeconds);
        }
    }

    private void Wait(double seconds)
    {
        _isPending = true;
        var clock = loop.Clocks.Real;
        clock.Timers.Add(_timer ??= new TimerNode { Callback = Trim }, clock.Now + seconds);
    }

    private void Trim()
    {
        _isPending = false;
        ITrimmable[] all = [.. loop.Pools.All, loop.Tasks.Records.Free, .. loop.Clocks.Worlds.Prepend(loop.Clocks).SelectMany(static clocks => clocks.Own.ToArray(), static (_, clock) => clock.Timers)];
        if (all.Max(static pool => pool.Trim(MostAtOnce)) == MostAtOnce)
        {
            // The rest in the frames that follow.
            Wait(0.001);
            return;
        }

        loop.TrimQueues();
        if (all.Any(static pool => pool.HasSurplus))
        {
            Wait(PeriodSeconds);
        }
    }
}
