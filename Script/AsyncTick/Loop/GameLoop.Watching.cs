namespace AsyncTick;

/// <summary>What is counted and told about a loop; nothing here runs per step.</summary>
public sealed unsafe partial class GameLoop
{
    /// <summary>How many pumps <see cref="ReadPumps"/> can tell of.</summary>
    public const int PumpsKept = 128;

    private readonly RepeatFilter _repeats;
    private readonly LoopWatchdog? _watchdog;
    private readonly LoopMetrics _metrics;
    private long _faults;
    private long _slowSteps;
    private int _longestBacklog;
    private int _lastBacklog;
    private int _backlogLeft;
    private double _backlogSince;
    private double _longestReady;
    private readonly float[] _pumps = new float[PumpsKept];
    private long _pumpCount;

    /// <summary>What the pump has done so far.</summary>
    public LoopStats Stats => new(
        FrameNumber, _measure.Steps, _refusedPumps, _overBudgetFrames, _ready.Count, _next.Count, _measure.ToSeconds(_lastPumpTicks), _measure.ToSeconds(_longestPumpTicks))
    {
        Tasks = LiveTasks,
        EndedTasks = Tasks.EndedCount,
        Faults = _faults,
        SlowSteps = _slowSteps,
        Backlog = _lastBacklog,
        LongestBacklog = _longestBacklog,
        LongestReadySeconds = _longestReady,
    };

    /// <summary>Tells how long the last pumps that had work took, oldest first, for a view that looks now and then. Allocates nothing.</summary>
    /// <param name="after">The number of the last pump that the caller knows of; 0 for none. Set to that of the last one told.</param>
    /// <param name="into">Receives seconds; room for <see cref="PumpsKept"/> is always enough.</param>
    /// <returns>How many were told: the latest ones, when not all fit or are kept.</returns>
    public int ReadPumps(ref long after, Span<float> into)
    {
        VerifyThread();
        var count = (int)Math.Min(Math.Min(_pumpCount - after, PumpsKept), into.Length);
        for (var i = 0; i < count; i++)
        {
            into[i] = _pumps[(_pumpCount - count + i) % PumpsKept];
        }

        after = _pumpCount;
        return Math.Max(0, count);
    }

    /// <summary>Finds where tasks wait for something outside the loop.</summary>
    internal AwaitSiteFinder AwaitSites { get; }

    /// <summary>Lets task lists name the await of code that was not loaded from a file; see <see cref="ISymbolSource"/>.</summary>
    public void AddSymbols(ISymbolSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        VerifyThread();
        AwaitSites.Add(source);
    }

    /// <summary>Takes a source back, as when its scripts are unloaded.</summary>
    public void RemoveSymbols(ISymbolSource source)
    {
        VerifyThread();
        AwaitSites.Remove(source);
    }

    /// <summary>Any thread; a moment old.</summary>
    internal int LiveTasks => (int)(_lastTaskId - Tasks.EndedCount);

    internal int ReadyCount => _ready.Count;

    internal long FaultCount => _faults;

    internal long SlowStepCount => _slowSteps;

    internal long OverBudgetCount => _overBudgetFrames;

    internal long StepsRun => _measure.Steps;

    internal long RefusedPumps => _refusedPumps;

    internal bool IsBusy => _pumping || _startDepth != 0;

    /// <summary>A task's code is about to run, and other threads cannot see that in the loop's thread.</summary>
    internal void NoteCurrent(TaskContext context)
    {
        if (_watchdog is not null)
        {
            _watchdog.Current = context;
        }
    }

    /// <summary>For the watchdog's thread: whose step runs now. All of it may be a moment old; nothing of it is followed into.</summary>
    internal LoopWatchdog.Sample SampleHolder(long stamp)
    {
        if (!IsBusy || (ContextSlot.Get(_thread) ?? _watchdog?.Current) is not TaskContext context || context.Loop != this)
        {
            return default;
        }

        var record = context.Record;
        return new LoopWatchdog.Sample(stamp, context, record.Resumes, record.WaitFile, record.WaitLine);
    }

    /// <summary>What keeps the loop busy besides tasks, in words; empty for nothing.</summary>
    internal List<string> OtherBusiness()
    {
        var lines = new List<string>();
        Add(_ready.Count, "ready entries");
        Add(_next.Count, "entries that wait for the next frame");
        Add(_parked.Count, "entries of paused tasks");
        Add(_deferrals.Count, "cancellations held off by Defer");
        Add(_orphanage.OtherPending, "waits of code that ended tasks left running");
        Add(Clocks.Real.PendingWaits + Clocks.PendingWaits, "waits for a time, those of tasks included");
        if (!_remote.IsEmpty)
        {
            lines.Add("posts from other threads");
        }

        foreach (var child in _childLoops)
        {
            lines.Add($"loop '{child.Loop.Name}' ({child.Drive}), {child.Loop.LiveTasks} tasks");
        }

        return lines;

        void Add(int count, string what)
        {
            if (count > 0)
            {
                lines.Add($"{count} {what}");
            }
        }
    }

    private void NoteFrame(bool drained, long startTicks, long stepsBefore)
    {
        _lastPumpTicks = _measure.Last - startTicks;
        _longestPumpTicks = Math.Max(_longestPumpTicks, _lastPumpTicks);
        _pumps[_pumpCount++ % PumpsKept] = (float)_measure.ToSeconds(_lastPumpTicks);
        _lastBacklog = drained ? 0 : _ready.Count;
        if (!drained || _backlogLeft > 0)
        {
            NoteBacklog(drained, _measure.Steps - stepsBefore);
        }

        _metrics.NoteFrame(_lastPumpTicks, _measure);
    }

    // The queue is first in, first out: once as many steps have run as were left over, the last of those left over has had its turn.
    private void NoteBacklog(bool drained, long steps)
    {
        if (_backlogLeft > 0)
        {
            _backlogLeft = (int)Math.Max(0, _backlogLeft - steps);
            if (drained || _backlogLeft == 0)
            {
                _longestReady = Math.Max(_longestReady, Clocks.Real.Now - _backlogSince);
                _backlogLeft = 0;
            }
        }

        if (!drained)
        {
            _overBudgetFrames++;
            _longestBacklog = Math.Max(_longestBacklog, _ready.Count);
            if (_backlogLeft == 0)
            {
                _backlogLeft = _ready.Count;
                _backlogSince = Clocks.Real.Now;
            }
        }
    }

    private void WarnOfSlowStep(TaskRecord record, long ticks) => WarnOfSlow(
        $"{NameForWarning(record)} held the game thread for {_measure.ToSeconds(ticks) * 1000:F1} ms in one step; it came from {ResumeSite(record)}.",
        $"{record.DisplayName}|{_resumedAt}",
        record.Context.Id,
        ticks);

    // Steps that were short by experience share a stamp; when one of them turns slow, the watchdog may have seen whose it was. From then on each is timed by itself.
    private void WarnOfSlowBatch(int steps, long ticks)
    {
        var milliseconds = _measure.ToSeconds(ticks) * 1000;
        if (steps == 1 && SynchronizationContext.Current is TaskContext only)
        {
            var record = only.Record;
            var site = record.IsOrphanage ? "with it, it ended" : $"it went on to the wait at {FaultReport.Site(record.WaitFile, record.WaitLine)}";
            WarnOfSlow($"Task '{Tasks.NameOf(only.Id)}' (#{only.Id}) held the game thread for {milliseconds:F1} ms in one step; {site}.", $"{only.Id}", only.Id, ticks);
        }
        else if (_watchdog?.SeenSince(_measure.BatchBegin) is { } seen)
        {
            WarnOfSlow($"{seen.Words} held the game thread for about {milliseconds:F1} ms in one step.", seen.Words, seen.Context!.Id, ticks);
        }
        else
        {
            WarnOfSlow($"One of {steps} tasks that were quick so far held the game thread, {milliseconds:F1} ms for all; each is timed by itself now.", "batch", 0, ticks);
        }
    }

    private void WarnOfSlow(string line, string key, int taskId, long ticks)
    {
        _slowSteps++;
        AsyncTickEventSource.Log.NoteSlowStep(Name, taskId, _measure.ToSeconds(ticks));
        if (_repeats.IsNews($"slow|{key}", "", line, LogVerbosity.Warning))
        {
            Log.Write(LogVerbosity.Warning, line);
        }
    }

    private static string NameForWarning(TaskRecord record) =>
        record.IsOrphanage ? "A callback or code of an ended task" : $"Task '{record.DisplayName}' (#{record.Context.Id})";

    private string ResumeSite(TaskRecord record) =>
        _resumedAt.Line == 0 ? $"its start at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}" : $"the wait at {FaultReport.Site(_resumedAt.File, _resumedAt.Line)}";
}
