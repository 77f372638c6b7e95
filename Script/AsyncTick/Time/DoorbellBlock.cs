using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>
/// Native memory that a loop keeps up to date so that its host can tell an idle frame without a managed call: call
/// <see cref="GameLoop.Pump(in FrameTime)"/> when <see cref="Ready"/> is not zero or a clock has reached its <c>NextDue</c>.
/// Written by the loop and by threads that post to it; the host only reads. A frame that is skipped leaves the loop's clocks where
/// they were: see <see cref="ClockSet.Advance"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
[DebuggerDisplay("ready: {Ready}, next due {NextDueReal} s")]
public unsafe struct DoorbellBlock
{
    /// <summary>The layout's version, <see cref="CurrentVersion"/>.</summary>
    public uint Version;

    /// <summary>Not zero when something is ready, waits for the next frame, or was posted from another thread.</summary>
    public int Ready;

    /// <summary>When the next wait on each clock is due, in absolute seconds of that clock and in the order of <see cref="Clock"/>; positive infinity for none.</summary>
    public fixed double NextDue[FrameTime.ClockCount];

    /// <summary>Not zero when another thread has posted since posts were last taken in: a host looks once more at the frame's end, and calls <see cref="GameLoop.Pump(Phase)"/> then.</summary>
    public int Posted;

    /// <summary>The phases that something waits for: bit 0 is the first <see cref="Phase"/>.</summary>
    public int Phases;

    /// <summary>The version of this layout.</summary>
    public const uint CurrentVersion = 2;

    private readonly double NextDueReal => NextDue[(int)Clock.Real - 1];
}
