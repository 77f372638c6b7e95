using System.Diagnostics;

namespace AsyncTick;

/// <summary>A stretch of code that a cancellation does not interrupt (asyncio's <c>shield</c>, bounded); made by <see cref="Async.Defer"/>. Loop thread but for its end.</summary>
[DebuggerDisplay("until {_deadline} s")]
public readonly struct CancellationDeferral : IDisposable
{
    private readonly TaskContext _context;
    private readonly double _deadline;

    internal CancellationDeferral(TaskContext context, double maxSeconds)
    {
        if (!(maxSeconds >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maxSeconds), maxSeconds, "A cancellation is held off for a number of seconds, 0 or more.");
        }

        _context = context;
        _deadline = context.Loop.Clocks.Real.Now + maxSeconds;
        context.Loop.Cancellation.Deferrals.Begin(context.Record, _deadline);
    }

    /// <summary>Lets a cancellation through again: one that came meanwhile reaches the next wait. From another thread than the loop's it does so in the next frame.</summary>
    public void Dispose() => _context?.Loop.Cancellation.Deferrals.End(_context, _deadline);
}
