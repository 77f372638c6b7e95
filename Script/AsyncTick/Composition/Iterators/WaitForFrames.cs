namespace AsyncTick;

/// <summary>A number of frames; see <see cref="Wait.Frames"/>.</summary>
/// <param name="count">How many; 0 goes on at once.</param>
public sealed class WaitForFrames(int count) : YieldInstruction
{
    /// <inheritdoc/>
    public override string ToString() => $"{count} frames";

    internal override async Task Run() => await FramesAwaitable.Begin(count, "", 0);
}
