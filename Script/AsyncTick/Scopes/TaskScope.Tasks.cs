using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed partial class TaskScope
{
    /// <summary>
    /// Starts a task that ends with this scope (asyncio's <c>create_task</c>, but eager: <paramref name="body"/> runs up to its first wait
    /// before this returns). Its exceptions are logged unless the handle is awaited; there is no word to forget. Costs the async
    /// method's own allocations and 48 bytes.
    /// </summary>
    /// <param name="body">An async method or lambda.</param>
    /// <param name="name">What lists and the log call it; by default the source text of <paramref name="body"/>.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ScopeClosedException">The scope is closing; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">Called off the loop's thread.</exception>
    public GameTask Start(
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        Task task;
        try
        {
            task = body() ?? Task.FromException(GameLoop.NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException(fault);
        }

        Loop.EndBegin(context, task, frame);
        return new GameTask(context, task);
    }

    /// <summary>Starts a task that is handed its cancellation token, for code that passes one on; otherwise as the other overload.</summary>
    public GameTask Start(
        Func<CancellationToken, Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        Task task;
        try
        {
            task = body(context.Token) ?? Task.FromException(GameLoop.NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException(fault);
        }

        Loop.EndBegin(context, task, frame);
        return new GameTask(context, task);
    }

    /// <summary>Starts a task with a result; otherwise as the other overload.</summary>
    public GameTask<T> Start<T>(
        Func<Task<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        Task<T> task;
        try
        {
            task = body() ?? Task.FromException<T>(GameLoop.NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException<T>(fault);
        }

        Loop.EndBegin(context, task, frame);
        return new GameTask<T>(context, task);
    }

    internal void Add(TaskRecord record)
    {
        record.Details.Previous = _last;
        if (_last is null)
        {
            _first = record;
        }
        else
        {
            _last.Details.Next = record;
        }

        _last = record;
        TaskCount++;
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            scope.TotalTaskCount++;
        }
    }

    internal void Remove(TaskRecord record)
    {
        if (record.Details.Previous is null)
        {
            _first = record.Details.Next;
        }
        else
        {
            record.Details.Previous.Details.Next = record.Details.Next;
        }

        if (record.Details.Next is null)
        {
            _last = record.Details.Previous;
        }
        else
        {
            record.Details.Next.Details.Previous = record.Details.Previous;
        }

        TaskCount--;
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            scope.TotalTaskCount--;
        }

        if (IsEmpty)
        {
            CloseIfEmpty();
        }
    }

    internal bool TryFind(int id, [NotNullWhen(true)] out TaskRecord? found)
    {
        for (found = _first; found is not null; found = found.Details.Next)
        {
            if (found.Context.Id == id)
            {
                return true;
            }
        }

        foreach (var child in _children)
        {
            if (child.TryFind(id, out found))
            {
                return true;
            }
        }

        return false;
    }

    internal void ForEachTask(Action<TaskRecord> action)
    {
        for (var record = _first; record is not null;)
        {
            var next = record.Details.Next;
            action(record);
            record = next;
        }

        foreach (var child in _children.ToArray())
        {
            child.ForEachTask(action);
        }
    }

    /// <summary>
    /// Cancels, of the tasks here and below that were started up to <paramref name="lastId"/>, at most <paramref name="limit"/> that are not yet
    /// cancelled, but never <paramref name="spared"/>. What is left of the limit comes back in it: 0 means there may be more.
    /// </summary>
    internal void CancelSome(CancelReason reason, int lastId, TaskContext? spared, ref int limit)
    {
        for (var record = _first; record is not null && limit > 0 && record.Context.Id <= lastId; record = record.Details.Next)
        {
            if (!record.Details.CancelRequested && record.Context != spared)
            {
                Loop.RequestCancel(record, reason);
                limit--;
            }
        }

        foreach (var child in limit > 0 ? _children.ToArray() : [])
        {
            if (child._isCleanup && !child.IsCancellationRequested)
            {
                continue;
            }

            child.CancelSome(reason, lastId, spared, ref limit);
        }
    }

    /// <summary>Whether a task here or below is cancelled, was started up to <paramref name="lastId"/> and has not ended.</summary>
    internal bool HasCancelledTasks(int lastId)
    {
        for (var record = _first; record is not null && record.Context.Id <= lastId; record = record.Details.Next)
        {
            if (record.Details.CancelRequested)
            {
                return true;
            }
        }

        foreach (var child in _children)
        {
            if (child.HasCancelledTasks(lastId))
            {
                return true;
            }
        }

        return false;
    }

    // A scope that was cancelled closes when it is empty; whoever waits for emptiness is told, up to the root.
    private void CloseIfEmpty()
    {
        for (var scope = this; scope is not null && scope.IsEmpty; scope = scope.Parent)
        {
            if (scope.IsCancellationRequested)
            {
                scope.Parent?._children.Remove(scope);
            }

            if (scope._whenEmpty is { } waiters)
            {
                scope._whenEmpty = null;
                waiters.SetResult();
            }

            scope.Nursery?.OnEmpty();
        }
    }
}
