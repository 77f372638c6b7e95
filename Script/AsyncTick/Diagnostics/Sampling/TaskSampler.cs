using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// Follows a loop's tasks for a live view: copies, a slice at a time, the raw fields of those that have changed since it last looked. Where
/// <see cref="TaskRegistry.Snapshot()"/> words every row at once, this one goes round by round within the time it is given. Loop thread only.
/// </summary>
/// <remarks>
/// Nothing is allocated once the buffers have grown, except for finding where a task waits for something outside the loop, or inside a call of the library:
/// that looks into the runtime's objects, is done for a new wait only, and at most <see cref="SitesPerSlice"/> times per slice.
/// </remarks>
/// <param name="loop">Whose tasks.</param>
[DebuggerDisplay("at {_cursor} of {_seen.Length}")]
public sealed class TaskSampler(GameLoop loop)
{
    /// <summary>Waits looked into per call.</summary>
    public const int SitesPerSlice = 2;

    private const int BatchLength = 16;
    private const byte Canceling = 1;
    private const byte Paused = 2;
    private const double SiteSeconds = 2;

    private readonly HashSet<Task> _tracked = [];
    private readonly Queue<int> _siteless = new();
    private Func<Task, bool>? _isTracked;
    private Seen[] _seen = [];
    private int _cursor;
    private long _cancelsSeen;
    private bool _looksForCancels;

    private struct Seen
    {
        public TaskContext? Context;
        public Task? Task;
        public AwaitSite? Site;
        public double SiteAt;
        public long Resumes;
        public byte Marks;
        public bool IsQueued;
    }

    /// <summary>Goes on looking where the last call stopped.</summary>
    /// <param name="into">Receives a sample of each task that is new or has changed, and an empty one of each place whose task has ended.</param>
    /// <param name="seconds">How long it may take; at least one batch is looked at.</param>
    /// <returns>True when every task has been looked at since the last time this was true.</returns>
    public bool Sample(TaskSampleBuffer into, double seconds)
    {
        ArgumentNullException.ThrowIfNull(into);
        loop.VerifyThread();
        var stop = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var records = loop.Tasks.Records.All;
        if (_seen.Length < records.Count)
        {
            Array.Resize(ref _seen, Math.Max(64, records.Capacity));
        }

        if (_cursor == 0)
        {
            // Whether a task was asked to end is in the far half of its record; as long as none was, it need not be looked at.
            _looksForCancels = loop.Cancellation.Requests != _cancelsSeen;
            _cancelsSeen = loop.Cancellation.Requests;
        }

        while (_cursor < records.Count)
        {
            for (var end = Math.Min(_cursor + BatchLength, records.Count); _cursor < end; _cursor++)
            {
                Look(records[_cursor], _cursor, into);
            }

            if (Stopwatch.GetTimestamp() >= stop && _cursor < records.Count)
            {
                return false;
            }
        }

        FindSites(records, into, stop);
        _cursor = 0;
        return true;
    }

    private void Look(TaskRecord record, int slot, TaskSampleBuffer into)
    {
        ref var seen = ref _seen[slot];
        var context = record.Context;
        if (ReferenceEquals(context, seen.Context))
        {
            // Only its own steps change what a task waits on; whom a lock belongs to changes without them.
            if (context is null || (record.Resumes == seen.Resumes && HasMarks(record, seen.Marks) && record.WaitKind is not (WaitKind.Lock or WaitKind.Semaphore) && ReferenceEquals(record.Task, seen.Task)))
            {
                return;
            }
        }
        else
        {
            seen.Context = context;
            seen.Site = null;
            seen.SiteAt = double.NegativeInfinity;
        }

        Track(ref seen, record.Task);
        if (context is null)
        {
            ref var gone = ref into.Add();
            gone = default;
            gone.Slot = slot;
            return;
        }

        seen.Resumes = record.Resumes;
        seen.Marks = MarksOf(record);
        Fill(ref into.Add(), ref seen, record, slot);
    }

    private void Track(ref Seen seen, Task? task)
    {
        if (!ReferenceEquals(seen.Task, task))
        {
            if (seen.Task is not null)
            {
                _tracked.Remove(seen.Task);
            }

            if (task is not null)
            {
                _tracked.Add(task);
            }

            seen.Task = task;
        }
    }

    private void Fill(ref TaskSample sample, ref Seen seen, TaskRecord record, int slot)
    {
        var details = record.Details;
        var context = record.Context;
        sample.Slot = slot;
        sample.Id = context.Id;
        sample.ParentId = details.ParentId;
        sample.Scope = context.Scope;
        sample.GivenName = details.Name;
        sample.Expression = details.Expression;
        sample.StartFile = details.StartFile;
        sample.StartLine = details.StartLine;
        sample.StartedAt = details.StartedAt;
        sample.State = loop.Current == context ? TaskState.Running : record.WaitingState;
        sample.CancelReason = details.CancelReason;
        sample.Resumes = record.Resumes;
        sample.UsedSeconds = record.UsedSeconds(loop.Meter);
        sample.LongestSeconds = loop.Meter.ToSeconds(details.LongestTicks);
        sample.Status = details.Status;
        sample.LastFault = details.LastFault;
        FillWait(ref sample, ref seen, record, slot);
    }

    private void FillWait(ref TaskSample sample, ref Seen seen, TaskRecord record, int slot)
    {
        var details = record.Details;
        var isKnown = !record.WaitsOutside || (record.WaitKind == WaitKind.Outside && details.WaitDetail is string);
        sample.WaitKind = isKnown ? record.WaitKind : WaitKind.Outside;
        sample.WaitDetail = null;
        sample.WaitFile = record.WaitFile;
        sample.WaitLine = record.WaitLine;
        sample.WaitSince = details.WaitSince;
        sample.WaitUntil = details.WaitUntil;
        sample.WaitClock = null;
        sample.WaitTaskId = 0;
        switch (sample.WaitKind)
        {
            case WaitKind.Delay or WaitKind.Every:
                sample.WaitClock = details.WaitDetail as LoopClock;
                break;
            case not (WaitKind.Outside or WaitKind.NextFrame) when details.WaitDetail is IWaitSource source:
                sample.WaitDetail = source.Name;
                sample.WaitTaskId = source.HolderId;
                break;
            case WaitKind.Task:
                sample.WaitTaskId = (int)details.WaitUntil;
                break;
            default:
                sample.WaitDetail = isKnown ? details.WaitDetail as string : null;
                break;
        }

        var hasSite = isKnown && (sample.WaitKind is not (WaitKind.Task or WaitKind.Phase) || record.WaitLine != 0) && !LibraryCode.Hides(record.WaitFile, record.Details.StartFile);
        if (sample.State == TaskState.Running || record.Method is null || hasSite)
        {
            return;
        }

        if (seen.Site is { } site)
        {
            if (!isKnown)
            {
                sample.WaitDetail ??= site.Method;
            }

            sample.WaitFile = site.File;
            sample.WaitLine = site.Line;
        }

        if (!seen.IsQueued)
        {
            seen.IsQueued = true;
            _siteless.Enqueue(slot);
        }
    }

    private void FindSites(List<TaskRecord> records, TaskSampleBuffer into, long stop)
    {
        _isTracked ??= _tracked.Contains;
        var found = 0;
        for (var looked = Math.Min(_siteless.Count, BatchLength); looked > 0 && found < SitesPerSlice && Stopwatch.GetTimestamp() < stop; looked--)
        {
            var slot = _siteless.Dequeue();
            ref var seen = ref _seen[slot];
            var record = records[slot];
            if (record.Method is not { } method || !ReferenceEquals(record.Context, seen.Context))
            {
                seen.IsQueued = false;
                continue;
            }

            // A task that goes from one outside wait to the next is looked into from time to time only.
            if (loop.Clocks.Real.Now - seen.SiteAt < SiteSeconds)
            {
                _siteless.Enqueue(slot);
                continue;
            }

            found++;
            seen.IsQueued = false;
            seen.SiteAt = loop.Clocks.Real.Now;
            if (loop.Tasks.Describer.AwaitSites.Find(method, _isTracked) is { } site && site != seen.Site)
            {
                seen.Site = site;
                Fill(ref into.Add(), ref seen, record, slot);
            }
        }
    }

    private bool HasMarks(TaskRecord record, byte marks) =>
        _looksForCancels ? MarksOf(record) == marks : record.IsPaused == ((marks & Paused) != 0);

    private static byte MarksOf(TaskRecord record) => (byte)((record.Details.CancelRequested ? Canceling : 0) | (record.IsPaused ? Paused : 0));
}
