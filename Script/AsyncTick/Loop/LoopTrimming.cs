namespace AsyncTick;

/// <summary>
/// Lets go of memory that a burst has left behind: pooled objects that were idle for <see cref="PeriodSeconds"/> of real time, and the room of queues and timer tables.
/// Nothing happens, and no timer runs, while no pool holds more than <see cref="Pool{T}.SurplusFrom"/> idle objects. Loop thread only.
/// </summary>
/// <param name="clocks">The loop's; real time is what counts.</param>
/// <param name="pools">Asks for the pools, and for the queues, which have room to give.</param>
internal sealed class LoopTrimming(ClockSet clocks, Func<IEnumerable<ITrimmable>> pools)
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
        var clock = clocks.Real;
        clock.Timers.Add(_timer ??= new TimerNode { Callback = Trim, IsInternal = true }, clock.Now + seconds);
    }

    private void Trim()
    {
        _isPending = false;
        ITrimmable[] all = [.. pools(), .. clocks.Worlds.Prepend(clocks).SelectMany(static set => set.Own.ToArray(), static (_, clock) => clock.Timers)];
        if (all.Max(static pool => pool.Trim(MostAtOnce)) == MostAtOnce)
        {
            // The rest in the frames that follow.
            Wait(0.001);
            return;
        }

        if (all.Any(static pool => pool.HasSurplus))
        {
            Wait(PeriodSeconds);
        }
    }
}
