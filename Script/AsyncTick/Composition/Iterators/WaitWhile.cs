namespace AsyncTick;

/// <summary>Unity's name for <see cref="Wait.While"/>: while a condition holds, asked once a frame.</summary>
/// <param name="condition">What it throws ends the routine.</param>
public sealed class WaitWhile(Func<bool> condition) : YieldInstruction
{
    /// <inheritdoc/>
    public override string ToString() => "while a condition holds";

    internal override async Task Run() => await UntilAwaitable.Begin(condition, false, "", 0);
}
