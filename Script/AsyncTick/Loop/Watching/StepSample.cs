namespace AsyncTick;

/// <summary>Whose step was seen running, and where it came from; <see cref="Task"/> is null when none was.</summary>
internal readonly record struct StepSample(long Stamp, Waiter? Task, long Resumes, string File, int Line);
