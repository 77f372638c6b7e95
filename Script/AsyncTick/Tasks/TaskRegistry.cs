using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// All tasks of a loop (asyncio's <c>all_tasks()</c>): always on, in order of start, with the last ended ones. Loop thread only.
/// </summary>
[DebuggerDisplay("{Count} tasks")]
public sealed class TaskRegistry
{
    private readonly GameLoop _loop;

    internal TaskRegistry(GameLoop loop, int historyLength, Action surplus)
    {
        _loop = loop;
        EndedTasks = new TaskHistory(loop, historyLength);
        Describer = new TaskDescriber(loop);
        Records = new TaskRecords(loop, surplus);
        Ends = new TaskEnds(loop);
        Events = new TaskEvents(loop.Log, loop.Flow);
    }

    /// <summary>
    /// A task is about to run up to its first wait. Raised on the loop's thread, outside of any task's name; what a handler throws is logged, and what it starts
    /// or ends is not told. Costs nothing while there is no handler, then a row of the list per start.
    /// </summary>
    /// <exception cref="InvalidOperationException">Subscribed on another thread than the loop's.</exception>
    public event Action<TaskInfo>? Started
    {
        add
        {
            _loop.VerifyThread();
            Events.Started += value;
        }
        remove => Events.Started -= value;
    }

    /// <summary>A task has ended: its row as <see cref="History"/> shows it, with how it ended. Otherwise as <see cref="Started"/>.</summary>
    /// <exception cref="InvalidOperationException">Subscribed on another thread than the loop's.</exception>
    public event Action<TaskInfo>? Ended
    {
        add
        {
            _loop.VerifyThread();
            Events.Ended += value;
        }
        remove => Events.Ended -= value;
    }

    /// <summary>A task has said how far it is (<see cref="Async.SetStatus"/>). Otherwise as <see cref="Started"/>.</summary>
    /// <exception cref="InvalidOperationException">Subscribed on another thread than the loop's.</exception>
    public event Action<TaskInfo>? StatusChanged
    {
        add
        {
            _loop.VerifyThread();
            Events.StatusChanged += value;
        }
        remove => Events.StatusChanged -= value;
    }

    /// <summary>Tasks that have not ended.</summary>
    public int Count => _loop.RootScope.TotalTaskCount;

    /// <summary>Tasks that have ended since the loop was made.</summary>
    public long EndedCount => EndedTasks.Count;

    internal TaskRecords Records { get; }

    internal OffThreadWork OffThread { get; } = new();

    internal TaskEnds Ends { get; }

    internal TaskHistory EndedTasks { get; }

    internal TaskEvents Events { get; }

    internal TaskDescriber Describer { get; }

    /// <summary>The tasks that have not ended, in order of start.</summary>
    public IReadOnlyList<TaskInfo> Snapshot() => Snapshot(_loop.RootScope);

    /// <summary>The tasks in a scope and below it that have not ended, in order of start.</summary>
    public IReadOnlyList<TaskInfo> Snapshot(TaskScope scope)
    {
        _loop.VerifyThread();
        return Describer.Snapshot(scope);
    }

    /// <summary>The last ended tasks, latest first; as many as <see cref="GameLoopOptions.HistoryLength"/>.</summary>
    public IReadOnlyList<TaskInfo> History()
    {
        _loop.VerifyThread();
        return EndedTasks.Snapshot();
    }

    /// <summary>The locks that tasks hold now, each with its holder and those who wait for it; by holder, in order of start. Allocates.</summary>
    public IReadOnlyList<LockInfo> HeldLocks()
    {
        _loop.VerifyThread();
        var rows = new List<(long Place, LockInfo Lock)>();
        _loop.RootScope.ForEachTask(record =>
        {
            for (var held = record.Details.Held.First; held is not null; held = held.Next)
            {
                rows.Add((record.Details.Place, held.Lock.Describe()));
            }
        });
        return [.. rows.OrderBy(static row => row.Place).Select(static row => row.Lock)];
    }

    /// <summary>Cancels one task. False when no running task has that id.</summary>
    public bool Cancel(int id, CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        if (!_loop.RootScope.TryFind(id, out var record))
        {
            return false;
        }

        _loop.Cancellation.Cancel(record.Context, reason);
        return true;
    }

    /// <summary>Cancels every task with that name, compared without case. Returns how many.</summary>
    public int Cancel(string name, CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        List<TaskContext> found = [.. FindByName(name).Select(static record => record.Context)];
        found.ForEach(context => _loop.Cancellation.Cancel(context, reason));
        return found.Count;
    }

    /// <summary>Cancels every task there is now, except the one that calls; scopes stay open. Returns how many tasks were asked to end.</summary>
    public int CancelAll(CancelReason reason = CancelReason.User)
    {
        _loop.VerifyThread();
        var self = _loop.Current is { } caller && caller.Record.Context == caller ? caller : null;
        var count = self is null ? Count : Count - 1;
        _loop.Cancellation.CancelTasksIn(_loop.RootScope, reason, self);
        return count;
    }

    /// <summary>
    /// From now on this task is not resumed, until <see cref="Resume(int)"/>; what its waits bring meanwhile is delivered then, in order. A task
    /// that is canceled is no longer paused, so that it can end. Tasks that it has started go on. False when no running task has that id, or
    /// it has been canceled. A scope with all it holds is paused by <see cref="TaskScope.Pause"/>.
    /// </summary>
    public bool Pause(int id)
    {
        _loop.VerifyThread();
        return _loop.RootScope.TryFind(id, out var record) && _loop.Pausing.Pause(record);
    }

    /// <summary>Pauses every task with that name, compared without case. Returns how many.</summary>
    public int Pause(string name)
    {
        _loop.VerifyThread();
        return FindByName(name).Count(_loop.Pausing.Pause);
    }

    /// <summary>Ends a <see cref="Pause(int)"/>; while its scope is paused the task stays so. False when no running task has that id, or it was not paused by itself.</summary>
    public bool Resume(int id)
    {
        _loop.VerifyThread();
        return _loop.RootScope.TryFind(id, out var record) && _loop.Pausing.Resume(record);
    }

    /// <summary>Ends the pause of every task with that name, compared without case. Returns of how many.</summary>
    public int Resume(string name)
    {
        _loop.VerifyThread();
        return FindByName(name).Count(_loop.Pausing.Resume);
    }

    /// <summary>A running task by its id; null for none.</summary>
    internal TaskRecord? RecordOf(int id)
    {
        _loop.VerifyThread();
        return _loop.RootScope.TryFind(id, out var record) ? record : null;
    }

    /// <summary>The first started of the running tasks with that name; null for none.</summary>
    internal TaskRecord? RecordOf(string name)
    {
        _loop.VerifyThread();
        return FindByName(name) is [var first, ..] ? first : null;
    }

    /// <summary>The name of a task, ended ones included while they are remembered.</summary>
    internal string NameOf(int id) => OriginOf(id)?.Name ?? "(forgotten)";

    /// <summary>A task, ended ones included while they are remembered; null when it is not known.</summary>
    internal TaskOrigin? OriginOf(int id) => _loop.RootScope.TryFind(id, out var record) ? record.OriginFor(record.Context) : EndedTasks.OriginOf(id);

    internal void TellStart(TaskRecord record) => Events.Tell(Events.Started, Describer.Describe(record), "GameLoop.Tasks.Started", Records.DetachedContext);

    internal void TellStatus(TaskRecord record) => Events.Tell(Events.StatusChanged, Describer.Describe(record), "GameLoop.Tasks.StatusChanged", Records.DetachedContext);

    internal void TellEnd(TaskInfo task) => Events.Tell(Events.Ended, task, "GameLoop.Tasks.Ended", Records.DetachedContext);

    /// <summary>Where a task was started, ended ones included while they are remembered.</summary>
    internal string SiteOf(int id) => OriginOf(id)?.StartSite ?? "(forgotten)";

    private List<TaskRecord> FindByName(string name)
    {
        var found = new List<TaskRecord>();
        _loop.RootScope.ForEachTask(record =>
        {
            if (string.Equals(record.DisplayName, name, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(record);
            }
        });
        return found;
    }
}
