using System.Globalization;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Watches a loop: warns of slow steps and late frames, and tells the event source, the meter and the watchdog's thread what happens. Loop thread
/// only, but for what the watchdog asks.
/// </summary>
internal sealed class LoopWatch : IWatchedLoop, IDisposable
{
    private readonly GameLoop _loop;
    private readonly LoopMetrics _metrics;
    private readonly LoopWatchdog? _watchdog;
    private readonly BatchSuspects _suspects;
    private (string File, int Line) _resumedAt;
    private int _startedFirst;
    private int _started;
    private bool _wantsNextFrame;
    private volatile string? _blockedAt;

    public LoopWatch(GameLoop loop, StepMeter meter, RemoteQueue posts)
    {
        _loop = loop;
        Posts = posts;
        Meter = meter;
        Repeats = new RepeatFilter(loop.Clocks.Real, loop.Log, loop.Options.RepeatSeconds);
        _metrics = new LoopMetrics(this);
        meter.Times = _metrics.Steps;
        meter.Holder = since => (_watchdog?.SeenSince(since)?.Task as TaskContext)?.Id ?? 0;
        _suspects = new BatchSuspects(meter.Recorder, id => loop.Tasks.RecordOf(id)?.Distrust());
        Activities = new TaskActivities(loop.Log);
        if (loop.Options.WatchdogSeconds > 0)
        {
            _watchdog = new LoopWatchdog(this, loop.Log, loop.Options.WatchdogSeconds);
        }
    }

    /// <summary>Keeps warnings that come again and again from filling the log.</summary>
    public RepeatFilter Repeats { get; }

    public StepMeter Meter { get; }

    /// <summary>What other threads have posted.</summary>
    public RemoteQueue Posts { get; }

    public PumpStats Pumps { get; } = new();

    public TaskActivities Activities { get; }

    /// <summary>Steps, or batches of them, over the limit.</summary>
    public long SlowStepCount { get; private set; }

    public string Name => _loop.Name;

    public bool IsBusy => _loop.IsBusy;

    public int LiveTasks => (int)(_loop.Tasks.Records.Started - _loop.Tasks.EndedCount);

    public int ReadyCount => _loop.Ready.Count;

    public long StepsRun => Meter.Steps;

    public long FaultCount => _loop.Faults.Count;

    public long RefusedPumps => Pumps.Refused;

    public long OverBudgetFrames => Pumps.OverBudget;

    /// <summary>Where and how the loop's thread is blocked right now, and what to do instead; null when it is not, or in a way that is not seen. Any thread.</summary>
    public string? BlockedAt
    {
        get => _blockedAt;
        set => _blockedAt = value;
    }

    /// <summary>See <see cref="GameLoop.Stats"/>.</summary>
    public LoopStats Stats => new(
        _loop.FrameNumber, Meter.Steps, Pumps.Refused, Pumps.OverBudget, _loop.Ready.Count, _loop.Next.Count, Pumps.LastSeconds, Pumps.LongestSeconds)
    {
        Tasks = LiveTasks,
        OffThread = _loop.Tasks.OffThread.Count,
        EndedTasks = _loop.Tasks.EndedCount,
        Faults = FaultCount,
        SlowSteps = SlowStepCount,
        Backlog = Pumps.Backlog,
        LongestBacklog = Pumps.LongestBacklog,
        LongestReadySeconds = Pumps.LongestReadySeconds,
    };

    /// <summary>A frame with work, or a round of a drain, begins.</summary>
    public void BeginFrame()
    {
        _watchdog?.Wake();
        Meter.Recorder.BeginFrame(_loop.FrameNumber, _loop.Ready.Count + _loop.Next.Count, Meter.Last);
    }

    /// <summary>A task's first step has begun, and the loop is busy.</summary>
    public void BeginStart() => (_loop.IsPumping ? null : _watchdog)?.Wake();

    /// <summary>A task's code is about to run, and other threads cannot see that in the loop's thread.</summary>
    public void NoteCurrent(TaskContext context)
    {
        if (_watchdog is not null)
        {
            _watchdog.Current = context;
        }
    }

    /// <summary>A task is about to run up to its first wait, in a frame or outside of one.</summary>
    public void NoteStart(TaskRecord record)
    {
        if (!_loop.IsBusy)
        {
            Meter.StampBetweenFrames();
        }

        var details = record.Details;
        Meter.Recorder.Start(record.Context.Id, details.ParentId, details.StartFile, details.StartLine);
        Meter.Regions.BeginStep(record);

        if (_started++ == 0)
        {
            _startedFirst = record.Context.Id;
        }

        if (AsyncTickEventSource.Log.IsEnabled())
        {
            AsyncTickEventSource.Log.TaskStart(Name, record.Context.Id, record.DisplayName, details.ParentId);
        }
    }

    /// <summary>A task has run up to its first wait.</summary>
    public void NoteStarted(TaskContext context)
    {
        Meter.Recorder.EndStart(context.Id);
        Meter.Regions.EndStep();
        if (!_loop.IsBusy)
        {
            Meter.StampBetweenFrames();
        }
    }

    public void NoteEnd(TaskRecord record, TaskState state)
    {
        Meter.Recorder.End(record.Context.Id, state, record.Details.Name, record.Details.Expression);
        AsyncTickEventSource.Log.NoteStop(Name, record.Context.Id, state);
        Activities.End(record.Details.Activity, record.Context.Id, state, record.Resumes);
    }

    /// <summary>Returns whether the fault is to be written to the log; otherwise its like has been, and it is counted.</summary>
    public bool NoteFault(in TaskOrigin origin, Exception fault)
    {
        AsyncTickEventSource.Log.NoteFault(Name, origin.Id, fault);
        Activities.NoteFault(origin.Id, fault);
        Meter.Recorder.Fault(origin.Id, $"{fault.GetType().Name}: {ExceptionText.MessageLine(fault)}");
        return Repeats.IsNews(FaultSite.KeyOf(fault), ExceptionText.Message(fault), FaultReport.Summary(origin, fault), LogVerbosity.Error);
    }

    /// <summary>A step that is timed by itself begins. By its end the record names the next wait; a warning is about the code after this one.</summary>
    public void NoteResume(TaskRecord record)
    {
        _resumedAt = (record.WaitFile, record.WaitLine);
        _started = 0;
        Meter.Regions.BeginStep(record);
    }

    /// <summary>A frame comes later than a gap after the last one. A host that heeds the doorbell skips idle frames; only one that something waited for can be late.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void NoteGap(double lastFrameAt, double now, double nextDue)
    {
        var late = now - (_wantsNextFrame ? lastFrameAt : Math.Max(lastFrameAt, nextDue));
        if (late > _loop.Options.GapSeconds)
        {
            _loop.Log.Write(LogVerbosity.Log, string.Create(CultureInfo.InvariantCulture, $"{(late < 1e9 ? late : double.PositiveInfinity):F1} s passed without a frame that was due (a modal dialog, a blocking load?); Every gives one tick for those missed, unless its MissedTicks says otherwise."));
        }
    }

    /// <summary>A frame with work is over.</summary>
    public void NoteFrame(bool drained, long startTicks, long stepsBefore)
    {
        var seconds = Meter.ToSeconds(Meter.Last - startTicks);
        Pumps.NoteFrame(seconds, _loop.Ready.Count, drained, Meter.Steps - stepsBefore, _loop.Clocks.Real.Now);
        _metrics.Pumps.Note(seconds);
        Activities.StopFaulted(_loop.Faults.Pending);
        Meter.Recorder.EndFrame(Pumps.Backlog, _loop.Options.BudgetSeconds);
    }

    /// <summary>Whether something waits for the next frame, whenever that comes.</summary>
    public bool NoteWaiting(bool wantsNextFrame) => _wantsNextFrame = wantsNextFrame;

    public void WarnOfSlowStep(TaskRecord record, long ticks)
    {
        record.Distrust();
        if (record.IsDetached && _started > 0)
        {
            // A callback, that of a host most of the time, that started a task: its first step ran inside, and those of the tasks that it started.
            var task = $"Task '{_loop.Tasks.NameOf(_startedFirst)}' (#{_startedFirst})";
            var start = _loop.Tasks.SiteOf(_startedFirst);
            var text = _started == 1
                ? $"{task} held the game thread for {Milliseconds(ticks)} ms in its first step; it came from its start at {start}."
                : $"{task} and {_started - 1} more that started after it held the game thread for {Milliseconds(ticks)} ms in their first steps; it came from its start at {start}.";
            WarnOfSlow(text, $"{_startedFirst}|start", _startedFirst, ticks);
            return;
        }

        var posted = record.IsDetached && Posts.RunningCode is { } code ? _loop.Tasks.Describer.AwaitSites.BeginOf(code) : null;
        var who = posted is { } place ? $"The callback at {FaultReport.Site(place.File, place.Line)}" : record.IsDetached ? "A callback or code of an ended task" : $"Task '{record.DisplayName}' (#{record.Context.Id})";
        var from = posted is not null ? "" : _resumedAt.Line > 0 ? $"; it came from the wait at {FaultReport.Site(_resumedAt.File, _resumedAt.Line)}"
            : record.Details.StartFile.Length > 0 ? $"; it came from its start at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}"
            : "";
        WarnOfSlow($"{who} held the game thread for {Milliseconds(ticks)} ms in one step{from}.", $"{(posted is null ? record.DisplayName : who)}|{_resumedAt}", record.Context.Id, ticks);
    }

    /// <summary>Code of a task blocks the loop's thread, at this place and in this way. The warning comes when the thread is free again: the code may hold what a log needs.</summary>
    public void NoteBlocking(TaskContext context, string how)
    {
        BlockedAt = how;
        var text = $"Task '{context.Record.DisplayName}' (#{context.Id}) blocks the game thread at {how}.";
        _loop.PostQuietly(() => Repeats.Warn($"blocking|{how}", text));
    }

    /// <summary>Steps that were short by experience share a stamp; when one of them turns slow, the watchdog may have seen whose it was. From then on each is timed by itself.</summary>
    public void WarnOfSlowBatch(int steps, long ticks)
    {
        if (steps == 1 && SynchronizationContext.Current is TaskContext only)
        {
            var record = only.Record;
            var site = record.IsDetached ? "with it, it ended" : record.WaitFile.Length == 0 ? $"it was started at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}" : $"it went on to the wait at {FaultReport.Site(record.WaitFile, record.WaitLine)}";
            WarnOfSlow($"Task '{_loop.Tasks.NameOf(only.Id)}' (#{only.Id}) held the game thread for {Milliseconds(ticks)} ms in one step; {site}.", $"{only.Id}", only.Id, ticks);
            record.Distrust();
        }
        else if (_watchdog?.SeenSince(Meter.BatchBegin) is { Task: { } task } seen)
        {
            var words = Describe(seen);
            WarnOfSlow($"{words} held the game thread for about {Milliseconds(ticks)} ms in one step.", words, task.Id, ticks);
            (task as TaskContext)?.Record.Distrust();
        }
        else
        {
            WarnOfSlow($"One of {steps} tasks that were quick so far held the game thread, {Milliseconds(ticks)} ms for all; each is timed by itself now.", "batch", 0, ticks);
            _suspects.Add(steps, Meter.ToSeconds(Meter.Last));
        }
    }

    /// <summary>Whose code runs, that of no task included; null when none does. Any thread; a moment old.</summary>
    public TaskContext? Running => IsBusy && (_loop.ContextNow ?? _watchdog?.Current) is TaskContext context && context.Loop == _loop ? context : null;

    public StepSample SampleStep(long stamp) =>
        Running is { Record: var record } context ? new StepSample(stamp, context, record.Resumes, record.WaitFile, record.WaitLine) : default;

    /// <summary>Whose step runs now and when it was first seen; null when none runs. Without a watchdog that is now. Any thread.</summary>
    public StepSample? Hold()
    {
        var now = SampleStep(System.Diagnostics.Stopwatch.GetTimestamp());
        if (now.Task is null)
        {
            return null;
        }

        var held = _watchdog?.Held ?? default;
        return held.Task == now.Task && held.Resumes == now.Resumes ? held : now;
    }

    public string Describe(in StepSample sample)
    {
        var context = (TaskContext)sample.Task!;
        var record = context.Record;
        var who = context.Id == 0 || record.IsDetached ? "A callback or code of an ended task" : $"Task '{record.NameFromOutside}' (#{context.Id} in {context.Scope.Path})";
        return sample.Line == 0 && record.Details.StartFile.Length == 0 ? $"{who}," : sample.Line == 0 ? $"{who}, started at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}," : $"{who}, whose last wait was at {FaultReport.Site(sample.File, sample.Line)},";
    }

    public void Dispose()
    {
        _watchdog?.Dispose();
        Activities.StopFaulted(pending: 0);
        _metrics.Dispose();
    }

    private string Milliseconds(long ticks) => string.Create(CultureInfo.InvariantCulture, $"{Meter.ToSeconds(ticks) * 1000:F1}");

    private void WarnOfSlow(string line, string key, int taskId, long ticks)
    {
        SlowStepCount++;
        AsyncTickEventSource.Log.NoteSlowStep(Name, taskId, Meter.ToSeconds(ticks));
        Repeats.Warn($"slow|{key}", line);
    }
}
