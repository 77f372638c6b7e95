namespace AsyncTick;

/// <summary>Puts running tasks into words for a list. Costs some microseconds per task, so it is done when a list is asked for. Loop thread only.</summary>
internal sealed class TaskDescriber(GameLoop loop)
{
    // The tasks of the list that is being made; null in between.
    private HashSet<Task>? _tracked;

    /// <summary>Finds where tasks wait for something outside the loop.</summary>
    public AwaitSiteFinder AwaitSites { get; } = new(loop.Options.UseRuntimeInternals);

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
        var context = record.Context;
        var details = record.Details;
        return new TaskInfo
        {
            Id = context.Id,
            ParentId = details.ParentId,
            Name = record.DisplayName,
            ScopePath = context.Scope.Path,
            State = loop.Current == context ? TaskState.Running : record.WaitingState,
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

    /// <summary>The tasks in a scope and below it that have not ended, in order of start.</summary>
    public List<TaskInfo> Snapshot(TaskScope scope)
    {
        var records = new List<TaskRecord>();
        scope.ForEachTask(records.Add);
        records.Sort(static (a, b) => a.Details.Place.CompareTo(b.Details.Place));
        var rows = records.ConvertAll(Describe);
        _tracked = null;
        return rows;
    }

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
        return ((record.WaitKind == WaitKind.Task && record.WaitLine == 0) || LibraryCode.Has(record.WaitFile)) && FindSite(record) is { } site
            ? new TaskWait(record.WaitKind, words, site.File, site.Line, waited)
            : new TaskWait(record.WaitKind, words, record.WaitFile, record.WaitLine, waited);
    }

    private AwaitSite? FindSite(TaskRecord record) =>
        loop.Current != record.Context && record.Method is { } method ? AwaitSites.Find(method, IsTracked) : null;

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
        return double.IsPositiveInfinity(left) ? "for ever" : $"{Math.Max(0, left):F2} s left";
    }
}
