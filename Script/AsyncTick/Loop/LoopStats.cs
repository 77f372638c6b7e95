namespace AsyncTick;

/// <summary>What a loop has done so far, at one moment.</summary>
/// <param name="Frames">Frames pumped.</param>
/// <param name="Steps">Pieces of user code run.</param>
/// <param name="RefusedPumps">Nested pumps refused.</param>
/// <param name="OverBudgetFrames">Frames that ended with work left over.</param>
/// <param name="Ready">Work that is ready now.</param>
/// <param name="WaitingForFrame">Waits that the next frame ends or asks.</param>
/// <param name="LastPumpSeconds">How long the last frame with work took.</param>
/// <param name="LongestPumpSeconds">How long the longest frame took.</param>
public readonly record struct LoopStats(
    long Frames,
    long Steps,
    long RefusedPumps,
    long OverBudgetFrames,
    int Ready,
    int WaitingForFrame,
    double LastPumpSeconds,
    double LongestPumpSeconds);
