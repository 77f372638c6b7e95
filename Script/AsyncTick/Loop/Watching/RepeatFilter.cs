using System.Globalization;

namespace AsyncTick;

/// <summary>
/// Keeps a warning that comes again and again from filling the log: the first is written at once, those of the next seconds are counted
/// and told in one line ("x37 in 2.0 s"). One timer tells all that has been counted, and there is none while nothing has: each would wake a
/// loop that is idle. Loop thread only.
/// </summary>
internal sealed class RepeatFilter
{
    // The same failure with other words each time ("Actor_123 not found") is news a few times only.
    private const int VariantsToTell = 5;

    // Each is another one, and of use to the one who looks for it.
    private const int TasksToName = 20;

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly TimerNode _timer;
    private readonly LoopClock _clock;
    private readonly ILogSink _log;
    private readonly double _seconds;
    private bool _isTimerSet;
    private int _entriesToSweep = 64;

    /// <summary>Makes a filter without entries.</summary>
    /// <param name="clock">What the seconds are measured on.</param>
    /// <param name="log">Where the line goes.</param>
    /// <param name="seconds">How long one line stands for; 0 to write everything.</param>
    public RepeatFilter(LoopClock clock, ILogSink log, double seconds)
    {
        (_clock, _log, _seconds) = (clock, log, seconds);
        _timer = new TimerNode { Callback = Tell, IsInternal = true };
    }

    private sealed class Entry(LogVerbosity verbosity)
    {
        public readonly LogVerbosity Verbosity = verbosity;
        public readonly List<string> Variants = [];
        public string Last = "";
        public int Count;
        public double Since;
    }

    /// <summary>True when the caller should write its line; otherwise it has been counted.</summary>
    /// <param name="key">What is taken for the same.</param>
    /// <param name="variant">The words, which may differ a few times under one key; null when each line is another.</param>
    /// <param name="summary">What the line about repetitions says happened last.</param>
    /// <param name="verbosity">Of that line.</param>
    /// <param name="most">How many lines of one key are written before the others are counted.</param>
    public bool IsNews(string key, string? variant, string summary, LogVerbosity verbosity, int most = VariantsToTell)
    {
        if (_seconds <= 0)
        {
            return true;
        }

        if (!_entries.TryGetValue(key, out var entry) || IsForgotten(entry))
        {
            Sweep();
            _entries[key] = entry = new Entry(verbosity) { Since = _clock.Now };
        }

        entry.Last = summary;
        if (entry.Variants.Count < most && (variant is null || !entry.Variants.Contains(variant)))
        {
            entry.Variants.Add(variant ?? "");
            return true;
        }

        entry.Count++;
        if (!_isTimerSet)
        {
            _isTimerSet = true;
            _clock.Timers.Add(_timer, entry.Since + _seconds);
        }

        return false;
    }

    /// <summary>Writes a warning, or counts it when its like has been written a moment ago.</summary>
    /// <param name="key">What is taken for the same.</param>
    /// <param name="line">What is written.</param>
    public void Warn(string key, string line)
    {
        if (IsNews(key, "", line, LogVerbosity.Warning))
        {
            _log.Write(LogVerbosity.Warning, line);
        }
    }

    /// <summary>Whether one more task may be named in a warning, of which many may come at a time; otherwise it has been counted.</summary>
    /// <param name="what">What has happened to each of them.</param>
    public bool MayName(string what) => IsNews(what, null, what, LogVerbosity.Warning, TasksToName);

    /// <summary>Writes what has been counted, at the end of the loop.</summary>
    public void TellAll()
    {
        if (_isTimerSet)
        {
            _clock.Timers.Remove(_timer);
            Tell();
        }

        _entries.Clear();
    }

    private bool IsForgotten(Entry entry) => entry.Count == 0 && _clock.Now >= entry.Since + _seconds;

    private void Tell()
    {
        _isTimerSet = false;
        // A sink may call code that is told about, too.
        foreach (var entry in _entries.Values.ToArray())
        {
            if (entry.Count > 0)
            {
                var span = (_clock.Now - entry.Since).ToString("F1", CultureInfo.InvariantCulture);
                _log.Write(entry.Verbosity, $"{(entry.Count == 1 ? "Once more" : $"Again x{entry.Count}")} in {span} s: {entry.Last}");
                entry.Count = 0;
                entry.Since = _clock.Now;
            }
        }
    }

    // Keys may name tasks, of which there is no end.
    private void Sweep()
    {
        if (_entries.Count < _entriesToSweep)
        {
            return;
        }

        foreach (var (key, entry) in _entries)
        {
            if (IsForgotten(entry))
            {
                _entries.Remove(key);
            }
        }

        _entriesToSweep = Math.Max(64, _entries.Count * 2);
    }
}
