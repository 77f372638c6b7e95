namespace AsyncTick;

/// <summary>A stretch of a task's code that a cancellation does not interrupt.</summary>
/// <param name="Deadline">Until when, in seconds of real time.</param>
/// <param name="Number">Its place in the order of all beginnings.</param>
internal readonly record struct Deferral(double Deadline, long Number);
