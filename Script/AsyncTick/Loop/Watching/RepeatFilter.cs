using System.Globalization;

namespace AsyncTick;

/// <summary>
/// Keeps a warning that comes again and again from filling the log: the first is written at once, those of the next seconds are counted
/// and told in one line ("x37 in 2.0 s"). Loop thread only.
/// </summary>
/// <param name="clock">What the seconds are measured on.</param>
/// <param name="log">Where the line goes.</param>
/// <param name="seconds">How long one line stands for; 0 to write everything.</param>
internal sealed class RepeatFilter(LoopClock clock, ILogSink log, double seconds)
{
    // The same failure with other words each time ("Actor_123 not found") is news a few times only.
    private const int VariantsToTell = 5;

    private readonly Dictionary<string, Entry> _entries = [];

    private sealed class Entry(LogVerbosity verbosity)
    {
        public readonly LogVerbosity Verbosity = verbosity;
        public readonly List<string> Variants = [];
        public readonly TimerNode Timer = new();
        public string Last = "";
        public int Count;
        public double Since;
    }

    /// <summary>True when the caller should write its line; otherwise it has been counted.</summary>
    /// <param name="key">What is taken for the same.</param>
    /// <param name="variant">The words, which may differ a few times under one key.</param>
    /// <param name="summary">What the line about repetitions says happened last.</param>
    /// <param name="verbosity">Of that line.</param>
    public bool IsNews(string key, string variant, string summary, LogVerbosity verbosity)
    {
        if (seconds <= 0)
        {
            return true;
        }

        if (!_entries.TryGetValue(key, out var entry))
        {
            entry = new Entry(verbosity) { Since = clock.Now };
            entry.Timer.Callback = () => Tell(key, entry);
            _entries.Add(key, entry);
            clock.Timers.Add(entry.Timer, entry.Since + seconds);
        }

        entry.Last = summary;
        if (entry.Variants.Count < VariantsToTell && !entry.Variants.Contains(variant))
        {
            entry.Variants.Add(variant);
            return true;
        }

        entry.Count++;
        return false;
    }

    /// <summary>Writes what has been counted, at the end of the loop.</summary>
    public void TellAll()
    {
        foreach (var (key, entry) in _entries.ToArray())
        {
            clock.Timers.Remove(entry.Timer);
            Write(entry);
            _entries.Remove(key);
        }
    }

    private void Tell(string key, Entry entry)
    {
        if (entry.Count == 0)
        {
            _entries.Remove(key);
            return;
        }

        Write(entry);
        entry.Count = 0;
        entry.Since = clock.Now;
        clock.Timers.Add(entry.Timer, entry.Since + seconds);
    }

    private void Write(Entry entry)
    {
        if (entry.Count > 0)
        {
            var span = (clock.Now - entry.Since).ToString("F1", CultureInfo.InvariantCulture);
            log.Write(entry.Verbosity, $"Again x{entry.Count} in {span} s: {entry.Last}");
        }
    }
}
