using System.Diagnostics;

namespace AsyncTick.Headless;

/// <summary>
/// Says when the next frame is due. Frames lie on a fixed grid, so that what one sleep is late does not move the ones after it; a frame that
/// took too long moves the grid instead of being made up for by a burst.
/// </summary>
internal sealed class FramePacer(double framesPerSecond, bool isVirtual) : IDisposable
{
    private readonly ManualResetEventSlim _stop = new(initialState: false, spinCount: 0);
    private readonly long _step = (long)(Stopwatch.Frequency / framesPerSecond);
    private long _start;
    private long _due;
    private long _frames;

    /// <summary>Seconds since the start at which the current frame takes place.</summary>
    public double Now => isVirtual ? _frames / framesPerSecond : Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Time begins.</summary>
    public void Start() => _start = _due = Stopwatch.GetTimestamp();

    /// <summary>Waits for the end of the frame, which lies in the middle between it and the next one: a look at what came meanwhile gains most there.</summary>
    public void WaitForFrameEnd()
    {
        if (!isVirtual)
        {
            WaitUntil(_due + (_step / 2));
        }
    }

    /// <summary>Waits for the next frame, or until <see cref="Stop"/>.</summary>
    public void WaitForNextFrame()
    {
        _frames++;
        if (isVirtual)
        {
            return;
        }

        _due += _step;
        if (!WaitUntil(_due))
        {
            _due = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Ends a wait at once, and all later ones. Any thread.</summary>
    public void Stop() => _stop.Set();

    public void Dispose() => _stop.Dispose();

    // False when that has passed. Whole milliseconds are what the system sleeps; the nearest one is at most half a millisecond off and the grid absorbs it.
    private bool WaitUntil(long due)
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = (int)Math.Round((due - now) * 1000.0 / Stopwatch.Frequency);
        if (milliseconds > 0)
        {
            _stop.Wait(milliseconds);
        }

        return due >= now;
    }
}
