using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>The clocks as the host sampled them for one frame: absolute seconds, each with a zero of its own. Laid out for the native bridge.</summary>
/// <param name="Real">Monotonic wall time in seconds.</param>
/// <param name="Game">Game time in seconds: stops with pause, follows dilation.</param>
/// <param name="Unpaused">Dilated time in seconds that runs on while paused.</param>
/// <param name="Audio">Undilated time in seconds that stops with pause.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FrameTime(double Real, double Game, double Unpaused, double Audio)
{
    /// <summary>A frame without a game: all four clocks show the same time.</summary>
    public FrameTime(double real)
        : this(real, real, real, real)
    {
    }

    /// <summary>A frame with wall time and game time; the unpaused clock follows the wall, the audio clock the game.</summary>
    public FrameTime(double real, double game)
        : this(real, game, real, game)
    {
    }
}
