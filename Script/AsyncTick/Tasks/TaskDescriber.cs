using System.Globalization;

namespace AsyncTick;

/// <summary>Puts running tasks into words for a list. Costs some microseconds per task, so it is done when a list is asked for. Loop thread only, but for <see cref="Peek"/>.</summary>
/// <param name="loop">Whose tasks.</param>
/// <param name="findsSites">Whether the lists say where tasks wait for something outside the loop, which takes the loop's thread.</param>
internal sealed class TaskDescriber(GameLoop loop, bool findsSites = true)
{
    // The tasks of the list that is being made; null in between.
    private HashSet<Task>? _tracked;

    /// <summary>Finds where tasks wait for something outside the loop.</summary>
    public AwaitSiteFinder AwaitSites { get; } = new(findsSites && loop.Options.UseRuntimeInternals);

    /// <summary>See <see cref="GameLoop.AddSymbols"/>.</summary>
    public void AddSymbols(ISymbolSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        loop.VerifyThread();
        AwaitSites.Add(source);
    }

    public void RemoveSymbols(ISymbolSource source)
    {
        loop.VerifyThread();
        AwaitSites.Remove(source);
    }

    public TaskInfo Describe(TaskRecord record)
    {
        var row = DescribeInList(record);
        _tracked = null;
        return row;
    }

    /// <summary>The tasks in a scope and below it that have not ended, in order of start.</summary>
    public List<TaskInfo> Snapshot(TaskScope scope)
    {
        var records = new List<TaskRecord>();
        scope.ForEachTask(records.Add);
        records.Sort(static (a, b) => a.Details.Place.CompareTo(b.Details.Place));
        var rows = records.ConvertAll(DescribeInList);
        _tracked = null;
        return rows;
    }

    private TaskInfo DescribeInList(TaskRecord record)
    {
        var context = record.Context;
        var details = record.Details;
        return new TaskInfo
        {
            Id = context.Id,
            ParentId = details.ParentId,
            Name = findsSites ? record.DisplayName : record.NameFromOutside,
            ScopePath = context.Scope.Path,
            State = IsRunning(context) ? TaskState.Running : record.WaitingState,
            CancelReason = details.CancelReason,
            AgeSeconds = loop.Clocks.Real.Now - details.StartedAt,
            StartFrame = details.StartFrame,
            Resumes = record.Resumes,
            UsedSeconds = record.UsedSeconds(loop.Meter),
            LongestSeconds = loop.Meter.ToSeconds(details.LongestTicks),
            Wait = DescribeWait(record),
            Holds = DescribeHeld(record),
            Status = details.Status ?? "",
            LastFault = details.LastFault ?? "",
            StartFile = details.StartFile,
            StartLine = details.StartLine,
        };
    }

    /// <summary>
    /// The running tasks as far as they can be seen while the loop's thread may change them: what ends, begins or moves meanwhile may be missing, and a row may
    /// be a moment older than the next. Of a loop whose thread is held nothing changes. Any thread, with a describer of one's own that finds no sites.
    /// </summary>
    public static List<TaskInfo> Peek(GameLoop loop)
    {
        var describer = new TaskDescriber(loop, findsSites: false);
        var records = loop.Tasks.Records.All;
        var rows = new List<(long Place, TaskInfo Task)>();
        for (var i = 0; i < records.Count; i++)
        {
            try
            {
                var record = records[i];
                if (record.Context is { } context && describer.Describe(record) is var row && record.Context == context)
                {
                    rows.Add((record.Details.Place, row));
                }
            }
            catch (Exception fault) when (fault is NullReferenceException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
            {
                // It ended while it was being looked at.
            }
        }

        return [.. rows.OrderBy(static row => row.Place).Select(static row => row.Task)];
    }

    private bool IsRunning(TaskContext context) => (loop.IsOnLoopThread ? loop.Current : loop.Watch.Running) == context;

    private TaskWait DescribeWait(TaskRecord record)
    {
        var details = record.Details;
        if (record.WaitsOutside && (record.WaitKind != WaitKind.Outside || details.WaitDetail is null))
        {
            return FindSite(record) is { } outside
                ? new TaskWait(WaitKind.Outside, $"code outside the loop, in {outside.Method}", outside.File, outside.Line, 0)
                : new TaskWait(WaitKind.Outside, "code outside the loop", record.WaitFile, record.WaitLine, 0);
        }

        var waited = record.WaitKind is WaitKind.NextFrame ? 0 : loop.Clocks.Real.Now - details.WaitSince;
        var words = record.WaitKind switch
        {
            WaitKind.NextFrame => "next frame",
            WaitKind.Frames => $"frame {details.WaitUntil:F0}",
            WaitKind.Delay => $"delay, {Left(record)}",
            WaitKind.Every => $"tick, {Left(record)}",
            WaitKind.Until => "condition",
            _ when details.WaitDetail is IWaitSource source => source.DescribeWaitOf(record.Context),
            WaitKind.Event => details.WaitDetail is string name ? $"event '{name}'" : "event",
            WaitKind.Task => $"task #{details.WaitUntil:F0}",
            WaitKind.ThreadPool => "thread pool",
            _ => details.WaitDetail as string ?? "code outside the loop",
        };
        return ((record.WaitKind is WaitKind.Task or WaitKind.Phase && record.WaitLine == 0) || LibraryCode.Hides(record.WaitFile, record.Details.StartFile)) && FindSite(record) is { } site
            ? new TaskWait(record.WaitKind, words, site.File, site.Line, waited)
            : new TaskWait(record.WaitKind, words, record.WaitFile, record.WaitLine, waited);
    }

    private AwaitSite? FindSite(TaskRecord record) =>
        findsSites && !IsRunning(record.Context) && record.Method is { } method ? AwaitSites.Find(method, IsTracked) : null;

    private bool IsTracked(Task task)
    {
        if (_tracked is null)
        {
            _tracked = [];
            loop.RootScope.ForEachTask(record =>
            {
                if (record.Task is not null)
                {
                    _tracked.Add(record.Task);
                }
            });
        }

        return _tracked.Contains(task);
    }

    private static string DescribeHeld(TaskRecord record)
    {
        if (record.Details.Held.First is null)
        {
            return "";
        }

        var held = new List<string>();
        for (var each = record.Details.Held.First; each is not null; each = each.Next)
        {
            held.Add(each.Lock.DescribeHold());
        }

        return string.Join(", ", held);
    }

    private static string Left(TaskRecord record)
    {
        var left = record.Details.WaitUntil - ((record.Details.WaitDetail as LoopClock)?.Now ?? 0);
        return double.IsPositiveInfinity(left) ? "for ever"
            : left >= 1e9 ? $"{DurationText.Of(left)} left"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, left):F2} s left");
    }
}
