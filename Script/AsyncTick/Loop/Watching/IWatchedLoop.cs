namespace AsyncTick;

/// <summary>A loop as its meter and its watchdog see it. Any thread; all of it may be a moment old.</summary>
internal interface IWatchedLoop
{
    string Name { get; }

    /// <summary>Whether a step runs, in a frame or at a start.</summary>
    bool IsBusy { get; }

    int LiveTasks { get; }

    int ReadyCount { get; }

    long StepsRun { get; }

    long FaultCount { get; }

    long SlowStepCount { get; }

    long RefusedPumps { get; }

    long OverBudgetFrames { get; }

    /// <summary>Where and how the loop's thread is blocked right now, and what to do instead; null when that is not seen.</summary>
    string? BlockedAt { get; }

    /// <summary>Whose step runs now; nothing of it is followed into.</summary>
    StepSample SampleStep(long stamp);

    /// <summary>Whose step was seen, in words.</summary>
    string Describe(in StepSample sample);
}
