using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Moves a value from one end to the other in a given time, once a frame (UE5Coro's <c>Timeline</c>): <c>await new Tween(0.5, Easing.OutCubic).Run(0, 100, x => height = x)</c>. The first value
/// comes at once and is the beginning's; the last one is exactly the end's, in the first frame at or after the time. Ends with the calling task, where the value then is.
/// </summary>
/// <remarks>Some hundred bytes at the start of a run, 0 bytes per frame. May run again once a run is over.</remarks>
[DebuggerDisplay("{Progress} of {Seconds} s")]
public sealed class Tween
{
    private static readonly Func<double, double, double, double> BlendNumbers = double.Lerp;

    private readonly Func<double, double> _easing;
    private readonly Clock _clock;
    private bool _isRunning;

    /// <summary>Makes one; it does nothing before it is run.</summary>
    /// <param name="seconds">How long it takes, in seconds of <paramref name="clock"/>; with 0 and less the end's value is the only one.</param>
    /// <param name="easing">The part of the way for a part of the time; null for <see cref="Easing.Linear"/>.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not a number.</exception>
    public Tween(double seconds, Func<double, double>? easing = null, Clock clock = Clock.Default)
    {
        SecondsGuard.VerifyNumber(seconds, "A tween");
        Seconds = seconds;
        _easing = easing ?? Easing.Linear;
        _clock = clock;
    }

    /// <summary>How long it takes.</summary>
    public double Seconds { get; }

    /// <summary>Where in the frame values are given; null for the loop's pump.</summary>
    public Phase? At { get; init; }

    /// <summary>Stops it where it is; its time does not pass meanwhile. May be set before a run, and by its own values' code.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The part of the time that has passed, from 0 to 1, without the easing.</summary>
    public double Progress { get; private set; }

    /// <summary>Gives numbers.</summary>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    /// <exception cref="InvalidOperationException">It runs already, or the caller is no task.</exception>
    public Task Run(double from, double to, Action<double> apply) => Run(from, to, BlendNumbers, apply);

    /// <summary>Gives values of any kind.</summary>
    /// <param name="from">The first value.</param>
    /// <param name="to">The last value; given as it is, not as <paramref name="blend"/> would have it.</param>
    /// <param name="blend">What lies between two values, for a part of the way.</param>
    /// <param name="apply">Takes each value; what it throws ends the run.</param>
    /// <inheritdoc cref="Run(double, double, Action{double})"/>
    public Task Run<T>(T from, T to, Func<T, T, double, T> blend, Action<T> apply) => Run(from, to, blend, apply, null);

    /// <summary>As the other overload, for the value of an object that may go.</summary>
    /// <param name="from">The first value.</param>
    /// <param name="to">The last value.</param>
    /// <param name="blend">What lies between two values.</param>
    /// <param name="apply">Takes each value.</param>
    /// <param name="isOver">Asked before each value: true ends the run without one. Null for never.</param>
    /// <returns>Whether the end was reached.</returns>
    public async Task<bool> Run<T>(T from, T to, Func<T, T, double, T> blend, Action<T> apply, Func<bool>? isOver)
    {
        ArgumentNullException.ThrowIfNull(blend);
        ArgumentNullException.ThrowIfNull(apply);
        if (_isRunning)
        {
            throw new InvalidOperationException("This tween runs already. Make one for each run at a time.");
        }

        var scope = TaskContext.Required.Scope;
        var clock = scope.Clocks.Get(_clock == Clock.Default ? scope.DefaultClock : _clock);
        var last = clock.Now;
        var passed = 0.0;
        Progress = 0;
        _isRunning = true;
        try
        {
            while (isOver is null || !isOver())
            {
                if (passed >= Seconds)
                {
                    Progress = 1;
                    apply(to);
                    return true;
                }

                Progress = passed / Seconds;
                apply(passed == 0 ? from : blend(from, to, _easing(Progress)));
                do
                {
                    if (At is { } phase)
                    {
                        await phase;
                    }
                    else
                    {
                        await Frame();
                    }

                    passed += IsPaused ? 0 : clock.Now - last;
                    last = clock.Now;
                }
                while (IsPaused && (isOver is null || !isOver()));
            }

            return false;
        }
        finally
        {
            _isRunning = false;
        }
    }

    // By this file the list knows that the line to show is the caller's.
    private static NextFrameAwaitable Frame([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => NextFrameAwaitable.Begin(file, line);
}
