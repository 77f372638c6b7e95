namespace AsyncTick;

/// <summary>Unity's name for <see cref="Wait.Seconds"/>: a time on the scope's own clock, which in a world is game time.</summary>
/// <param name="seconds">How long, in seconds.</param>
public sealed class WaitForSeconds(double seconds) : YieldInstruction
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{seconds} s");

    internal override async Task Run() => await DelayAwaitable.Begin(seconds, default, Clock.Default, "", 0);
}
