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
    double LongestPumpSeconds)
{
    /// <summary>Tasks that have not ended.</summary>
    public int Tasks { get; init; }

    /// <summary>Tasks that have ended.</summary>
    public long EndedTasks { get; init; }

    /// <summary>Pieces of code that are on another thread: after <see cref="Async.SwitchToThreadPool"/>, or in <see cref="Async.RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/>.</summary>
    public int OffThread { get; init; }

    /// <summary>Exceptions that were not awaited.</summary>
    public long Faults { get; init; }

    /// <summary>Steps, or batches of them, over the slow-step limit.</summary>
    public long SlowSteps { get; init; }

    /// <summary>The work that the last frame left over; 0 when it did all of it.</summary>
    public int Backlog { get; init; }

    /// <summary>The most work that a frame ever left over.</summary>
    public int LongestBacklog { get; init; }

    /// <summary>The longest that left-over work had to wait for its turn, in seconds of real time.</summary>
    public double LongestReadySeconds { get; init; }
}
