using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The records of a loop's tasks: which there are, which are free, and the one of detached work, which ended tasks have left running. Loop thread only.</summary>
internal sealed class TaskRecords
{
    private readonly Pool<TaskRecord> _free;

    // Stands in the places of records that were let go, which new ones get.
    private readonly TaskRecord _noRecord = new();
    private readonly Stack<int> _vacant = new();

    public TaskRecords(GameLoop loop, Action surplus)
    {
        _free = new Pool<TaskRecord>(Make, surplus, LetGo);
        DirectResumes = loop.Options.UseRuntimeInternals ? [] : null;
        DetachedContext = new TaskContext(loop, loop.RootScope, Detached, 0);
        Detached.Context = DetachedContext;
        Detached.Details.Name = "(ended tasks)";
        Ids = new IdSequence(() => All.Where(static record => record.Context is not null).Select(static record => record.Context.Id));
    }

    /// <summary>The free ones.</summary>
    public ITrimmable Free => _free;

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
        var record = _free.Rent();
        var context = new TaskContext(loop, scope, record, Ids.Next());
        record.Context = context;
        record.Details.Place = ++Started;
        return context;
    }

    /// <summary>Takes back the record of a task that has ended.</summary>
    public void Return(TaskRecord record)
    {
        record.Reset();
        _free.Return(record);
    }

    /// <summary>What the tasks are called that there are now; a name is made from the expression when there is none.</summary>
    public List<(int Id, string? Name, string Expression)> Names()
    {
        var names = new List<(int, string?, string)>(All.Count);
        foreach (var record in All)
        {
            if (record.Context is { } context)
            {
                names.Add((context.Id, record.Details.Name, record.Details.Expression));
            }
        }

        return names;
    }

    /// <summary>Gives up a record, which the queues may still hold, and puts another in its place.</summary>
    public void Abandon(TaskRecord record)
    {
        var spare = new TaskRecord();
        spare.Details.Index = record.Details.Index;
        All[spare.Details.Index] = spare;
        _free.Return(spare);
        var context = record.Context;
        record.Reset();
        record.Context = context;
        record.OwnContinuation = static () => { };
        record.OwnWait = OwnWait.Await;
    }

    private void LetGo(TaskRecord record)
    {
        All[record.Details.Index] = _noRecord;
        _vacant.Push(record.Details.Index);
    }

    private TaskRecord Make()
    {
        var record = new TaskRecord();
        if (_vacant.TryPop(out var index))
        {
            All[index] = record;
        }
        else
        {
            index = All.Count;
            All.Add(record);
        }

        record.Details.Index = index;
        return record;
    }
}
