using System.Diagnostics;

namespace AsyncTick;

/// <summary>Hands log lines on to another sink and remembers the last ones, for a view that opens later. Any thread.</summary>
/// <param name="inner">Where the lines go.</param>
/// <param name="capacity">How many are remembered, 1 to 1,048,576; their places are taken at once.</param>
/// <param name="time">What stamps them; the system's clock when not set.</param>
[DebuggerDisplay("{LastNumber} lines")]
public sealed class LogTail(ILogSink inner, int capacity = 500, TimeProvider? time = null) : ILogSink
{
    private const int MaxLength = 16 * 1024;
    private const int LargestCapacity = 1 << 20;

    private readonly Lock _gate = new();
    private readonly LogLine[] _lines = new LogLine[capacity is > 0 and <= LargestCapacity
        ? capacity
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"1 to {LargestCapacity} lines can be remembered; to keep more, let the inner sink write a file.")];
    private long _last;

    /// <summary>A line was written and is remembered. Raised on the thread that wrote it, which may be the loop's: a handler returns soon and does not throw.</summary>
    public event Action<LogLine>? Written;

    /// <summary>The number of the last line; 0 before the first.</summary>
    public long LastNumber => Volatile.Read(ref _last);

    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => inner.IsEnabled(verbosity);

    /// <inheritdoc/>
    public void Write(LogVerbosity verbosity, string message)
    {
        inner.Write(verbosity, message);
        if (!inner.IsEnabled(verbosity))
        {
            return;
        }

        var kept = message.Length <= MaxLength ? message : $"{message.AsSpan(0, MaxLength)} ... ({message.Length} characters)";
        LogLine line;
        lock (_gate)
        {
            line = new LogLine(_last + 1, (time ?? TimeProvider.System).GetUtcNow(), verbosity, kept);
            _lines[line.Number % _lines.Length] = line;
            Volatile.Write(ref _last, line.Number);
        }

        Written?.Invoke(line);
    }

    /// <summary>Adds the lines after a number, as far as they are remembered, oldest first.</summary>
    /// <param name="number">The last one that the caller has; 0 for all.</param>
    /// <param name="into">Receives them.</param>
    /// <returns>The number of the last line.</returns>
    public long ReadAfter(long number, ICollection<LogLine> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        lock (_gate)
        {
            for (var each = Math.Max(number, _last - _lines.Length); each < _last;)
            {
                into.Add(_lines[++each % _lines.Length]);
            }

            return _last;
        }
    }
}
