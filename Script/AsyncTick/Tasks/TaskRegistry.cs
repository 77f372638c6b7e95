using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// All tasks of a loop (asyncio's <c>all_tasks()</c>): always on, in order of start, with the last ended ones. Loop thread only.
/// </summary>
[DebuggerDisplay("{Count} tasks")]
public sealed partial class TaskRegistry
{
    private readonly GameLoop _loop;
    private readonly EndedTask[] _history;
    private long _ended;

    // The tasks of the list that is being made; null in between.
    private HashSet<Task>? _tracked;

    internal TaskRegistry(GameLoop loop, int historyLength)
    {
        _loop = loop;
        _history = new EndedTask[Math.Max(0, historyLength)];
    }

    // The name is made from the expression when somebody asks: most ended tasks are forgotten first.
    private record struct EndedTask(int Id, int ParentId, string? Name, string Expression, TaskScope Scope, TaskState State, CancelReason Reason, double Age, long Frame, long Resumes, double Used, long Longest, string? Fault, string File, int Line)
    {
        public readonly string DisplayName => Name ?? TaskName.FromExpression(Expression);
    }

    /// <summary>Tasks that have not ended.</summary>
    public int Count => _loop.RootScope.TotalTaskCount;

    /// <summary>Tasks that have ended since the loop was made.</summary>
    public long EndedCount => _ended;

    /// <summary>The tasks that have not ended, in order of start.</summary>
    public IReadOnlyList<TaskInfo> Snapshot() => Snapshot(_loop.RootScope);

    /// <summary>The tasks in a scope and below it that have not ended, in order of start.</summary>
    public IReadOnlyList<TaskInfo> Snapshot(TaskScope scope)
    {
        _loop.VerifyThread();
        var rows = new List<TaskInfo>();
        scope.ForEachTask(record => rows.Add(Describe(record)));
        _tracked = null;
        rows.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return rows;
    }

    /// <summary>The last ended tasks, latest first; as many as <see cref="GameLoopOptions.HistoryLength"/>.</summary>
    public IReadOnlyList<TaskInfo> History()
    {
        _loop.VerifyThread();
        var rows = new List<TaskInfo>();
        for (var i = _ended - 1; i >= 0 && i >= _ended - _history.Length; i--)
        {
            ref readonly var row = ref _history[i % _history.Length];
            rows.Add(new TaskInfo
            {
                Id = row.Id,
                ParentId = row.ParentId,
                Name = row.DisplayName,
                ScopePath = row.Scope.Path,
                State = row.State,
                CancelReason = row.Reason,
                AgeSeconds = row.Age,
                StartFrame = row.Frame,
                Resumes = row.Resumes,
                UsedSeconds = row.Used,
                LongestSeconds = _loop.ToSeconds(row.Longest),
                LastFault = row.Fault ?? "",
                StartFile = row.File,
                StartLine = row.Line,
            });
        }

        return rows;
    }

    /// <summary>Cancels one task. False when no running task has that id.</summary>
    public bool Cancel(int id, CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        if (!_loop.RootScope.TryFind(id, out var record))
        {
            return false;
        }

        _loop.CancelTask(record.Context, reason);
        return true;
    }

    /// <summary>Cancels every task with that name, compared without case. Returns how many.</summary>
    public int Cancel(string name, CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        var found = new List<TaskContext>();
        _loop.RootScope.ForEachTask(record =>
        {
            if (string.Equals(record.DisplayName, name, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(record.Context);
            }
        });
        found.ForEach(context => _loop.CancelTask(context, reason));
        return found.Count;
    }

    /// <summary>Cancels every task there is now, except the one that calls; scopes stay open. Returns how many tasks were asked to end.</summary>
    public int CancelAll(CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        var self = _loop.Current is { } caller && caller.Record.Context == caller ? caller : null;
        var count = self is null ? Count : Count - 1;
        _loop.CancelTasksIn(_loop.RootScope, reason, self);
        return count;
    }

    internal TaskInfo Describe(TaskRecord record)
    {
        var context = record.Context;
        return new TaskInfo
        {
            Id = context.Id,
            ParentId = record.Details.ParentId,
            Name = record.DisplayName,
            ScopePath = context.Scope.Path,
            State = _loop.Current == context ? TaskState.Running : record.Details.CancelRequested ? TaskState.Cancelling : GameLoop.IsPaused(record) ? TaskState.Paused : TaskState.Waiting,
            CancelReason = record.Details.CancelReason,
            AgeSeconds = _loop.Clocks.Real.Now - record.Details.StartedAt,
            StartFrame = record.Details.StartFrame,
            Resumes = record.Resumes,
            UsedSeconds = _loop.UsedSeconds(record.Details.MeasuredTicks, record.Resumes, record.Details.MeasuredSteps),
            LongestSeconds = _loop.ToSeconds(record.Details.LongestTicks),
            Wait = DescribeWait(record),
            Holds = DescribeHeld(record),
            Status = record.Details.Status ?? "",
            LastFault = record.Details.LastFault ?? "",
            StartFile = record.Details.StartFile,
            StartLine = record.Details.StartLine,
        };
    }

    internal void Remember(TaskContext context, TaskRecord record, TaskState state)
    {
        if (_history.Length > 0)
        {
            _history[_ended % _history.Length] = new EndedTask(
                context.Id, record.Details.ParentId, record.Details.Name, record.Details.Expression, context.Scope, state, record.Details.CancelReason, _loop.Clocks.Real.Now - record.Details.StartedAt,
                record.Details.StartFrame, record.Resumes, _loop.UsedSeconds(record.Details.MeasuredTicks, record.Resumes, record.Details.MeasuredSteps), record.Details.LongestTicks, record.Details.LastFault, record.Details.StartFile, record.Details.StartLine);
        }

        _ended++;
    }

    /// <summary>The name of a task, ended ones included while they are remembered.</summary>
    internal string NameOf(int id)
    {
        if (_loop.RootScope.TryFind(id, out var record))
        {
            return record.DisplayName;
        }

        var at = Array.FindIndex(_history, row => row.Id == id);
        return at < 0 ? "(forgotten)" : _history[at].DisplayName;
    }

    internal void NoteFault(int id, Exception fault)
    {
        for (var i = 0; i < _history.Length; i++)
        {
            if (_history[i].Id == id)
            {
                _history[i].Fault = $"{fault.GetType().Name}: {ExceptionText.Message(fault)}";
            }
        }
    }

    /// <summary>Whether a task waits for something that the loop does not know.</summary>
    internal static bool WaitsOutside(TaskRecord record) =>
        record.WaitKind == WaitKind.Outside
        || (record.OwnWait == OwnWait.None && record.OtherPending <= 0 && record.WaitKind is not (WaitKind.Task or WaitKind.ThreadPool or WaitKind.Group));

    private TaskWait DescribeWait(TaskRecord record)
    {
        if (WaitsOutside(record) && (record.WaitKind != WaitKind.Outside || record.Details.WaitDetail is null))
        {
            return FindSite(record) is { } outside
                ? new TaskWait(WaitKind.Outside, $"code outside the loop, in {outside.Method}", outside.File, outside.Line, 0)
                : new TaskWait(WaitKind.Outside, "code outside the loop", record.WaitFile, record.WaitLine, 0);
        }

        var waited = record.WaitKind is WaitKind.NextFrame ? 0 : _loop.Clocks.Real.Now - record.Details.WaitSince;
        var words = record.WaitKind switch
        {
            WaitKind.NextFrame => "next frame",
            WaitKind.Frames => $"frame {record.Details.WaitUntil:F0}",
            WaitKind.Delay => $"delay, {Left(record)}",
            WaitKind.Every => $"tick, {Left(record)}",
            WaitKind.Until => "condition",
            WaitKind.Event => record.Details.WaitDetail is string name ? $"event '{name}'" : "event",
            WaitKind.Task => $"task #{record.Details.WaitUntil:F0}",
            WaitKind.ThreadPool => "thread pool",
            WaitKind.Lock when record.Details.WaitDetail is AsyncLock source => source.DescribeWaitOf(record.Context),
            _ => record.Details.WaitDetail as string ?? "code outside the loop",
        };
        return record.WaitKind == WaitKind.Task && record.WaitLine == 0 && FindSite(record) is { } site
            ? new TaskWait(record.WaitKind, words, site.File, site.Line, waited)
            : new TaskWait(record.WaitKind, words, record.WaitFile, record.WaitLine, waited);
    }

    // Costs some microseconds per task, so it is done for a list and never while running.
    private AwaitSite? FindSite(TaskRecord record) =>
        _loop.Current != record.Context && (record.Task ?? (object?)record.Pooled) is { } method ? _loop.AwaitSites.Find(method, IsTracked) : null;

    private bool IsTracked(Task task)
    {
        if (_tracked is null)
        {
            _tracked = [];
            _loop.RootScope.ForEachTask(record =>
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
        if (record.Details.Held is null)
        {
            return "";
        }

        var held = new List<string>();
        for (var each = record.Details.Held; each is not null; each = each.NextHeld)
        {
            held.Add(each.DescribeHold());
        }

        return string.Join(", ", held);
    }

    private static string Left(TaskRecord record)
    {
        var left = record.Details.WaitUntil - ((record.Details.WaitDetail as LoopClock)?.Now ?? 0);
        return double.IsPositiveInfinity(left) ? "for ever" : $"{Math.Max(0, left):F2} s left";
    }
}
