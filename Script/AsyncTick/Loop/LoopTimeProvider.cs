namespace AsyncTick;

/// <summary>The loop's real clock as a <see cref="TimeProvider"/>, so that <c>Task.Delay(time, provider)</c> and the like follow frames and virtual time.</summary>
internal sealed class LoopTimeProvider(ILoopThread loop) : TimeProvider
{
    private static readonly long Frequency = TimeSpan.TicksPerSecond;
    private Anchor? _anchor;

    /// <summary>A moment on the loop's clock, which may begin anywhere, and what the system's said then.</summary>
    private sealed record Anchor(double Real, DateTimeOffset Utc);

    public override long TimestampFrequency => Frequency;

    public override long GetTimestamp() => (long)(loop.RealClock.Now * Frequency);

    public override DateTimeOffset GetUtcNow()
    {
        var now = loop.RealClock.Now;
        if (_anchor is null && now == 0)
        {
            // The host has not set the clock yet.
            return DateTimeOffset.UtcNow;
        }

        var anchor = _anchor ?? SetAnchor(now);
        return anchor.Utc + TimeSpan.FromSeconds(now - anchor.Real);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new LoopTimer(loop, callback, state, dueTime, period);

    /// <summary>The clock has its first time, for a host whose time begins at 0.</summary>
    internal void Begin() => SetAnchor(loop.RealClock.Now);

    private Anchor SetAnchor(double now)
    {
        var anchor = new Anchor(now, DateTimeOffset.UtcNow);
        return Interlocked.CompareExchange(ref _anchor, anchor, null) ?? anchor;
    }
}
