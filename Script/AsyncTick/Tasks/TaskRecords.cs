using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The records of a loop's tasks: which there are, which are free, and the one of detached work, which ended tasks have left running. Loop thread only.</summary>
internal sealed class TaskRecords
{
    private readonly Stack<TaskRecord> _free = new();

    public TaskRecords(GameLoop loop)
    {
        DirectResumes = loop.Options.UseRuntimeInternals ? [] : null;
        DetachedContext = new TaskContext(loop, loop.RootScope, Detached, 0);
        Detached.Context = DetachedContext;
        Detached.Details.Name = "(ended tasks)";
        Ids = new IdSequence(() => All.Where(static record => record.Context is not null).Select(static record => record.Context.Id));
    }

    /// <summary>Every record there is, the free ones included: places that do not move, for what looks through them over several frames.</summary>
    public List<TaskRecord> All { get; } = [];

    /// <summary>Stands for detached work.</summary>
    public TaskRecord Detached { get; } = new() { IsDetached = true, Cancel = true };

    /// <summary>What posted callbacks run in that belong to no task.</summary>
    public TaskContext DetachedContext { get; }

    /// <summary>How many tasks have been started: the place of the last one in the order of all starts.</summary>
    public long Started { get; private set; }

    /// <summary>The ids of tasks, which may come again; see <see cref="TaskDetails.Place"/> for what does not.</summary>
    public IdSequence Ids { get; }

    /// <summary>What steps async methods in place, by the type of their box; null when none are to be used.</summary>
    public ConditionalWeakTable<Type, DirectResume>? DirectResumes { get; }

    /// <summary>A record for a task that begins, with its context.</summary>
    public TaskContext Rent(GameLoop loop, TaskScope scope)
    {
        if (!_free.TryPop(out var record))
        {
            record = new TaskRecord();
            All.Add(record);
        }

        var context = new TaskContext(loop, scope, record, Ids.Next());
        record.Context = context;
        record.Details.Place = ++Started;
        return context;
    }

    /// <summary>Takes back the record of a task that has ended.</summary>
    public void Return(TaskRecord record)
    {
        record.Reset();
        _free.Push(record);
    }

    /// <summary>Gives up a record, which the queues may still hold, and puts another in its place.</summary>
    public void Abandon(TaskRecord record)
    {
        var spare = new TaskRecord();
        All[All.IndexOf(record)] = spare;
        _free.Push(spare);
        var context = record.Context;
        record.Reset();
        record.Context = context;
        record.OwnContinuation = static () => { };
        record.OwnWait = OwnWait.Await;
    }
}
