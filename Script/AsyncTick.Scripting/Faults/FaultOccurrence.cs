namespace AsyncTick.Scripting;

/// <summary>One fault, in words. Any thread.</summary>
/// <param name="Number">Counts the loop's faults from 1.</param>
/// <param name="Frame">The loop's frame in which it happened.</param>
/// <param name="TaskId">The task; 0 for code of no task.</param>
/// <param name="TaskName">Its name.</param>
/// <param name="ScopePath">The path of its scope.</param>
/// <param name="Type">The exception's type, without its namespace.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Stack">The text with the stack of the first one of its <see cref="FaultGroup"/>; null when there were too many different faults at once.</param>
public sealed record FaultOccurrence(int Number, long Frame, int TaskId, string TaskName, string ScopePath, string Type, string Message, string? Stack);
