using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>
/// The clocks as the host sampled them for one frame: absolute seconds, each with a zero of its own; or, as the difference of two of them, what
/// has passed on each. In the order of <see cref="Clock"/>; laid out for the native bridge.
/// </summary>
/// <param name="Real">Monotonic wall time in seconds.</param>
/// <param name="Game">Game time in seconds: stops with pause, follows dilation.</param>
/// <param name="Unpaused">Dilated time in seconds that runs on while paused.</param>
/// <param name="Audio">Undilated time in seconds that stops with pause.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FrameTime(double Real, double Game, double Unpaused, double Audio)
{
    /// <summary>How many clocks there are: the kinds of <see cref="Clock"/> without <see cref="Clock.Default"/>.</summary>
    public const int ClockCount = (int)Clock.Audio;

    /// <summary>What no clock reaches, in seconds: thirty thousand years. A clock that a frame sets to this or more, or to no number, keeps its time.</summary>
    public const double MaxSeconds = 1e12;

    /// <summary>A frame without a game: all clocks show the same time.</summary>
    public FrameTime(double real)
        : this(real, real, real, real)
    {
    }

    /// <summary>A frame with wall time and game time; the unpaused clock follows the wall, the audio clock the game.</summary>
    public FrameTime(double real, double game)
        : this(real, game, real, game)
    {
    }

    /// <summary>What has passed on each clock between two frames.</summary>
    public static FrameTime operator -(in FrameTime later, in FrameTime earlier) => Combine(later, earlier, -1);

    /// <summary>Each clock moved on by what has passed.</summary>
    public static FrameTime operator +(in FrameTime time, in FrameTime passed) => Combine(time, passed, 1);

    /// <summary>What has passed, so many times as fast.</summary>
    public static FrameTime operator *(in FrameTime passed, double scale) => Combine(default, passed, scale);

    /// <summary>What one clock shows, by its place in the order of <see cref="Clock"/>, from 0.</summary>
    internal readonly double this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.Add(ref Unsafe.As<FrameTime, double>(ref Unsafe.AsRef(in this)), index);
    }

    /// <summary>From one number for each clock, in the order of <see cref="Clock"/>.</summary>
    internal static FrameTime Of(ReadOnlySpan<double> seconds) => MemoryMarshal.Read<FrameTime>(MemoryMarshal.AsBytes(seconds));

    private static FrameTime Combine(in FrameTime one, in FrameTime other, double scale)
    {
        Span<double> seconds = stackalloc double[ClockCount];
        for (var i = 0; i < ClockCount; i++)
        {
            seconds[i] = one[i] + (other[i] * scale);
        }

        return Of(seconds);
    }
}
