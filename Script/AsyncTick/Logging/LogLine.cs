namespace AsyncTick;

/// <summary>A line that a <see cref="LogTail"/> remembers.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Verbosity">How loud it is.</param>
/// <param name="Message">Its text, which may hold several lines.</param>
public readonly record struct LogLine(long Number, DateTimeOffset Time, LogVerbosity Verbosity, string Message);
