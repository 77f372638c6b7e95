namespace AsyncTick;

/// <summary>Unity's name for <see cref="Wait.RealSeconds"/>: a time on the real clock, paused or not.</summary>
/// <param name="seconds">How long, in seconds.</param>
public sealed class WaitForSecondsRealtime(double seconds) : YieldInstruction
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{seconds} s of real time");

    internal override async Task Run() => await DelayAwaitable.Begin(seconds, default, Clock.Real, "", 0);
}
