using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>The clocks of a loop, or of one world of it. Loop thread only.</summary>
[DebuggerDisplay("{Name}: real {Real.Now} s, game {Game.Now} s")]
public sealed unsafe class ClockSet : IDisposable
{
    private readonly LoopClock[] _clocks = new LoopClock[FrameTime.ClockCount];
    private readonly double[] _now = new double[FrameTime.ClockCount];
    private readonly double* _nextDue;

    // Real time is the loop's own, also in a world.
    private readonly int _firstOwn;
    private readonly DueWaits _due = new();
    private bool _disposed;

    /// <summary>The loop's own clocks, whose due times are in its doorbell.</summary>
    internal ClockSet(DoorbellBlock* doorbell, object doorbellMemory)
        : this("loop", [], 0, doorbell->NextDue, doorbellMemory, null)
    {
    }

    /// <summary>A world's clocks; real time is the loop's.</summary>
    internal ClockSet(ClockSet loop, string name, int* bell)
        : this(name, loop.Worlds, 1, GC.AllocateArray<double>(FrameTime.ClockCount, pinned: true), bell)
    {
        _clocks[0] = Real = loop.Real;
        Worlds.Add(this);
    }

    private ClockSet(string name, List<ClockSet> worlds, int firstOwn, double[] nextDue, int* bell)
        : this(name, worlds, firstOwn, (double*)Unsafe.AsPointer(ref nextDue[0]), nextDue, bell)
    {
    }

    private ClockSet(string name, List<ClockSet> worlds, int firstOwn, double* nextDue, object dueMemory, int* bell)
    {
        Name = name;
        Worlds = worlds;
        _firstOwn = firstOwn;
        _nextDue = nextDue;
        for (var i = firstOwn; i < _clocks.Length; i++)
        {
            _clocks[i] = new LoopClock(i, _now, &nextDue[i], dueMemory, bell);
        }

        Real = _clocks[(int)Clock.Real - 1];
        Game = _clocks[(int)Clock.Game - 1];
        Unpaused = _clocks[(int)Clock.Unpaused - 1];
        Audio = _clocks[(int)Clock.Audio - 1];
    }

    /// <summary>Whose clocks these are.</summary>
    public string Name { get; }

    /// <summary>Monotonic wall time.</summary>
    public LoopClock Real { get; }

    /// <summary>Stops with pause, follows dilation.</summary>
    public LoopClock Game { get; }

    /// <summary>Runs while paused, follows dilation.</summary>
    public LoopClock Unpaused { get; }

    /// <summary>Stops with pause, not dilated.</summary>
    public LoopClock Audio { get; }

    /// <summary>What all clocks show.</summary>
    public FrameTime Time
    {
        get
        {
            _now[0] = Real.Now;
            return FrameTime.Of(_now);
        }
    }

    /// <summary>The clocks of the loop's worlds, the same list for all of them.</summary>
    internal List<ClockSet> Worlds { get; }

    /// <summary>All, but for a world without the loop's real time.</summary>
    internal ReadOnlySpan<LoopClock> Own => _clocks.AsSpan(_firstOwn);

    /// <summary>Waits on the own clocks.</summary>
    internal int PendingWaits
    {
        get
        {
            var count = 0;
            foreach (var clock in Own)
            {
                count += clock.PendingWaits;
            }

            return count;
        }
    }

    /// <summary>The clock of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is <see cref="Clock.Default"/>, which only a scope can resolve, or no clock.</exception>
    public LoopClock Get(Clock kind)
    {
        var index = (uint)kind - 1;
        return index < (uint)_clocks.Length ? _clocks[index] : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Name one of the clocks: Real, Game, Unpaused or Audio.");
    }

    /// <summary>
    /// Sets a world's clocks for this frame, before the loop is pumped: absolute seconds of that world; <see cref="FrameTime.Real"/>
    /// is ignored, the loop's own is used. A pump sets the loop's own clocks by itself; a host that skips idle frames by the
    /// <see cref="DoorbellBlock"/> sets them here before it starts or cancels anything between frames, or delays would count from the
    /// last frame that was pumped. Never backwards: a host that restarts its world brings a new clock set. A time that is no number, or not below
    /// <see cref="FrameTime.MaxSeconds"/>, is ignored: it would end every delay there is, for good.
    /// </summary>
    public void Advance(in FrameTime time) => AdvanceOwn(time);

    /// <summary>As <see cref="Advance"/>, of the loop's own set. Returns whether a wait on a clock of the loop is due then, or any wait is pending on a world's.</summary>
    internal bool AdvanceToDue(in FrameTime time) => AdvanceOwn(time) || (Worlds.Count != 0 && WorldsWait());

    // In every idle frame, so without a loop and without bounds checks. Of a world the first clock is the loop's, and what is noted here for it is not read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AdvanceOwn(in FrameTime time)
    {
        ref var now = ref MemoryMarshal.GetArrayDataReference(_now);
        var nextDue = _nextDue;
        return AdvanceOne(ref now, time.Real, nextDue[0])
            | AdvanceOne(ref Unsafe.Add(ref now, 1), time.Game, nextDue[1])
            | AdvanceOne(ref Unsafe.Add(ref now, 2), time.Unpaused, nextDue[2])
            | AdvanceOne(ref Unsafe.Add(ref now, 3), time.Audio, nextDue[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AdvanceOne(ref double now, double seconds, double nextDue)
    {
        var at = now;
        if (seconds > at && seconds < FrameTime.MaxSeconds)
        {
            now = at = seconds;
        }

        return nextDue <= at;
    }

    /// <summary>Whether any wait is pending on a world's clocks.</summary>
    internal bool WorldsWait()
    {
        foreach (var world in Worlds)
        {
            if (world.PendingWaits != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Makes ready what is due, on the loop's clocks and then on those of its worlds. Of the loop's own set. Returns what stands for the rest and
    /// belongs behind what is ready by now; null when that was all.
    /// </summary>
    internal DueWaits? FireDue()
    {
        var isBehind = !_due.IsEmpty;
        _due.BeginFrame();
        var isDue = NoteOwnDue(_due);
        foreach (var world in Worlds)
        {
            isDue |= world.NoteOwnDue(_due);
        }

        return isDue && (isBehind || _due.MakeReady()) ? _due : null;
    }

    /// <summary>Forgets a world's clocks. Cancel the world's scope first: waits still pending here never end.</summary>
    public void Dispose()
    {
        if (_firstOwn == 0 || _disposed)
        {
            return;
        }

        _disposed = true;
        Worlds.Remove(this);
    }

    private bool NoteOwnDue(DueWaits due)
    {
        var isDue = false;
        for (var i = _firstOwn; i < _clocks.Length; i++)
        {
            if (_nextDue[i] <= _now[i])
            {
                due.Note(_clocks[i]);
                isDue = true;
            }
        }

        return isDue;
    }
}
