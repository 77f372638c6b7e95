namespace AsyncTick;

/// <summary>Unity's name for <see cref="Wait.Until"/>: until a condition holds, asked once a frame.</summary>
/// <param name="condition">What it throws ends the routine.</param>
public sealed class WaitUntil(Func<bool> condition) : YieldInstruction
{
    /// <inheritdoc/>
    public override string ToString() => "until a condition holds";

    internal override async Task Run() => await UntilAwaitable.Begin(condition, true, "", 0);
}
