namespace AsyncTick;

/// <summary>Lets the first few of many like lines through and tells at the end how many there were besides. Loop thread only.</summary>
/// <param name="most">How many lines are written at a time.</param>
internal sealed class LineLimit(int most)
{
    private int _count;

    /// <summary>Whether the caller should write its line; otherwise it has been counted.</summary>
    public bool TryTake() => ++_count <= most;

    /// <summary>The last of the lines has come.</summary>
    /// <param name="log">Where the rest is told.</param>
    /// <param name="rest">What the lines that were not written would have said.</param>
    public void Close(ILogSink log, string rest)
    {
        if (_count > most)
        {
            log.Write(LogVerbosity.Warning, $"{_count - most} more {rest}");
        }

        _count = 0;
    }
}
