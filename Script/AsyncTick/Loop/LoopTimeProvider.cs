namespace AsyncTick;

/// <summary>The loop's real clock as a <see cref="TimeProvider"/>, so that <c>Task.Delay(time, provider)</c> and the like follow frames and virtual time.</summary>
internal sealed class LoopTimeProvider(ILoopThread loop) : TimeProvider
{
    private static readonly long Frequency = TimeSpan.TicksPerSecond;
    private readonly DateTimeOffset _epoch = DateTimeOffset.UtcNow;

    public override long TimestampFrequency => Frequency;

    public override long GetTimestamp() => (long)(loop.RealClock.Now * Frequency);

    public override DateTimeOffset GetUtcNow() => _epoch + TimeSpan.FromSeconds(loop.RealClock.Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new LoopTimer(loop, callback, state, dueTime, period);
}
