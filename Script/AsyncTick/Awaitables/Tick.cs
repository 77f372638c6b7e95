namespace AsyncTick;

/// <summary>One tick of <see cref="Async.Every"/>.</summary>
/// <param name="Index">Counts the points of the grid from 1, missed ones included.</param>
/// <param name="Due">When it was due, in absolute seconds of its clock.</param>
/// <param name="Missed">How many earlier ticks it stands for; 0 when it came in time.</param>
public readonly record struct Tick(long Index, double Due, long Missed);
