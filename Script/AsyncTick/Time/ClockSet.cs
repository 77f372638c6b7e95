using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The four clocks of a loop, or of one world of it. Loop thread only.</summary>
[DebuggerDisplay("{Name}: real {Real.Now} s, game {Game.Now} s")]
public sealed unsafe class ClockSet : IDisposable
{
    private readonly double[] _ownDue = [];
    private bool _disposed;

    /// <summary>The loop's own clocks, whose due times are in its doorbell.</summary>
    internal ClockSet(DoorbellBlock* doorbell, object doorbellMemory)
    {
        Name = "loop";
        Worlds = [];
        Real = new LoopClock(Clock.Real, &doorbell->NextDueReal, doorbellMemory);
        Game = new LoopClock(Clock.Game, &doorbell->NextDueGame, doorbellMemory);
        Unpaused = new LoopClock(Clock.Unpaused, &doorbell->NextDueUnpaused, doorbellMemory);
        Audio = new LoopClock(Clock.Audio, &doorbell->NextDueAudio, doorbellMemory);
    }

    /// <summary>A world's clocks; real time is the loop's.</summary>
    internal ClockSet(ClockSet loop, string name, int* bell)
    {
        Name = name;
        Worlds = loop.Worlds;
        _ownDue = GC.AllocateArray<double>(3, pinned: true);
        Real = loop.Real;
        Game = new LoopClock(Clock.Game, At(0), _ownDue, bell);
        Unpaused = new LoopClock(Clock.Unpaused, At(1), _ownDue, bell);
        Audio = new LoopClock(Clock.Audio, At(2), _ownDue, bell);
        Worlds.Add(this);
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

    /// <summary>The clocks of the loop's worlds, the same list for all of them.</summary>
    internal List<ClockSet> Worlds { get; }

    internal int PendingWaits => Game.PendingWaits + Unpaused.PendingWaits + Audio.PendingWaits;

    /// <summary>The clock of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is <see cref="Clock.Default"/>, which only a scope can resolve, or no clock.</exception>
    public LoopClock Get(Clock kind) => kind switch
    {
        Clock.Real => Real,
        Clock.Game => Game,
        Clock.Unpaused => Unpaused,
        Clock.Audio => Audio,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Name one of the four clocks: Real, Game, Unpaused or Audio."),
    };

    /// <summary>
    /// Sets a world's clocks for this frame, before the loop is pumped: absolute seconds of that world; <see cref="FrameTime.Real"/>
    /// is ignored, the loop's own is used. A pump sets the loop's own clocks by itself; a host that skips idle frames by the
    /// <see cref="DoorbellBlock"/> sets them here before it starts or cancels anything between frames, or delays would count from the
    /// last frame that was pumped.
    /// </summary>
    public void Advance(in FrameTime time)
    {
        if (!IsWorld)
        {
            Real.Advance(time.Real);
        }

        Game.Advance(time.Game);
        Unpaused.Advance(time.Unpaused);
        Audio.Advance(time.Audio);
    }

    /// <summary>Whether a wait on a clock of the loop is due, or any wait is pending on a world's. Of the loop's own set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool HasDue(DoorbellBlock* doorbell) =>
        doorbell->NextDueReal <= Real.Now || doorbell->NextDueGame <= Game.Now || doorbell->NextDueUnpaused <= Unpaused.Now || doorbell->NextDueAudio <= Audio.Now
        || (Worlds.Count != 0 && WorldsWait());

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

    /// <summary>Makes ready what is due, on the loop's clocks and then on those of its worlds. Of the loop's own set.</summary>
    internal void FireDue()
    {
        Real.FireDue();
        Game.FireDue();
        Unpaused.FireDue();
        Audio.FireDue();
        foreach (var world in Worlds)
        {
            world.Game.FireDue();
            world.Unpaused.FireDue();
            world.Audio.FireDue();
        }
    }

    /// <summary>Forgets a world's clocks. Cancel the world's scope first: waits still pending here never end.</summary>
    public void Dispose()
    {
        if (!IsWorld || _disposed)
        {
            return;
        }

        _disposed = true;
        Worlds.Remove(this);
    }

    private bool IsWorld => _ownDue.Length != 0;

    private double* At(int index) => (double*)Unsafe.AsPointer(ref _ownDue[index]);
}
