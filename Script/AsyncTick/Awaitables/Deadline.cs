using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// A point in time on a clock of the loop, for several operations that have to be over by then (asyncio's <c>loop.time() + 5</c> for <c>timeout_at</c>): take it once,
/// hand it on, and give it to <see cref="Async.WithDeadline(Deadline, Func{Task}, string?, string, string, int)"/>. A value. Loop thread only.
/// </summary>
[DebuggerDisplay("at {Until} s of the clock {Clock}")]
public readonly struct Deadline
{
    private readonly LoopClock _clock;
    private readonly GameLoop _loop;

    private Deadline(TaskContext context, LoopClock clock, double until)
    {
        _loop = context.Loop;
        _clock = clock;
        Until = until;
    }

    /// <summary>When, in absolute seconds of its clock: compares with <see cref="LoopClock.Now"/>.</summary>
    public double Until { get; }

    /// <summary>Which clock.</summary>
    public Clock Clock => On.Kind;

    /// <summary>How many seconds of its clock are left; 0 when it has passed.</summary>
    public double RemainingSeconds => Math.Max(0, Until - On.Now);

    /// <summary>Whether it has come.</summary>
    public bool HasPassed => On.Now >= Until;

    /// <summary>Its clock, for a wait that begins now.</summary>
    /// <exception cref="InvalidOperationException">It is the default value, or another thread's.</exception>
    internal LoopClock On
    {
        get
        {
            if (_loop is null)
            {
                throw new InvalidOperationException("This is the default value of Deadline, which has no clock. Make one with Deadline.In(seconds) or Deadline.At(until).");
            }

            _loop.VerifyThread();
            return _clock;
        }
    }

    /// <summary>In so many seconds from now; <see cref="double.PositiveInfinity"/> for never.</summary>
    /// <param name="seconds">How long, in seconds of <paramref name="clock"/>; less than 0 counts as 0.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not a number.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task.</exception>
    public static Deadline In(double seconds, Clock clock = Clock.Default)
    {
        SecondsGuard.VerifyNumber(seconds, "A time limit");
        var context = TaskContext.Required;
        var on = Find(context, clock);
        return new Deadline(context, on, on.Now + Math.Max(0, seconds));
    }

    /// <summary>When <paramref name="clock"/> shows so many seconds (<c>Deadline.At(Loop.Clocks.Real.Now + 5, Clock.Real)</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="until"/> is not a number.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task.</exception>
    public static Deadline At(double until, Clock clock = Clock.Default)
    {
        var context = TaskContext.Required;
        SecondsGuard.VerifyNumber(until, "A deadline");
        return new Deadline(context, Find(context, clock), until);
    }

    private static LoopClock Find(TaskContext context, Clock clock) =>
        context.Scope.Clocks.Get(clock == Clock.Default ? context.Scope.DefaultClock : clock);
}
