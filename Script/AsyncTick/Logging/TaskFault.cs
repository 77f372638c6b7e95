namespace AsyncTick;

/// <summary>A fault that was not awaited, as <see cref="GameLoop.Faulted"/> hands it on.</summary>
/// <param name="TaskId">The task's id; 0 when it was no tracked task.</param>
/// <param name="TaskName">The task's name.</param>
/// <param name="ScopePath">Its scope and the scopes above.</param>
/// <param name="Exception">What it threw. Do not keep it: an exception of a script keeps the script's code loaded.</param>
public readonly record struct TaskFault(int TaskId, string TaskName, string ScopePath, Exception Exception)
{
    /// <summary>Where it was started, <c>file.cs:12</c>; empty when that is not known.</summary>
    public string StartSite { get; init; } = "";
}
