using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Starts tasks: <c>scope.Start(...)</c>. All of a start is here, up to the body's first wait.</summary>
public static class TaskStart
{
    /// <summary>
    /// Starts a task that ends with this scope (asyncio's <c>create_task</c>, but eager: <paramref name="body"/> runs up to its first wait
    /// before this returns). Its exceptions are logged unless the handle is awaited; there is no word to forget. Costs the async
    /// method's own allocations and 48 bytes.
    /// </summary>
    /// <param name="scope">What the task lives in and ends with.</param>
    /// <param name="body">An async method or lambda.</param>
    /// <param name="name">What lists and the log call it; by default the source text of <paramref name="body"/>.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ScopeClosedException">The scope is closing; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">Called off the loop's thread.</exception>
    public static GameTask Start(
        this TaskScope scope,
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        Task task;
        try
        {
            task = body() ?? Task.FromException(NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException(fault);
        }

        return End(context, task, outer);
    }

    /// <summary>Starts a task that is handed its cancellation token, for code that passes one on; otherwise as the other overload.</summary>
    public static GameTask Start(
        this TaskScope scope,
        Func<CancellationToken, Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        Task task;
        try
        {
            task = body(context.Token) ?? Task.FromException(NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException(fault);
        }

        return End(context, task, outer);
    }

    /// <summary>Starts a task with a result; otherwise as the other overload.</summary>
    public static GameTask<T> Start<T>(
        this TaskScope scope,
        Func<Task<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        Task<T> task;
        try
        {
            task = body() ?? Task.FromException<T>(NullTask());
        }
        catch (Exception fault)
        {
            task = Task.FromException<T>(fault);
        }

        End(context, task, outer);
        return new GameTask<T>(context, task);
    }

    /// <summary>
    /// Starts a task whose body is a pooled method; otherwise as <see cref="Start(TaskScope, Func{Task}, string?, string, string, int)"/>. In steady state it
    /// costs 48 bytes, the task's own <see cref="SynchronizationContext"/>, which cannot be used again because it may still be held. Awaiting the
    /// handle, or asking for its <see cref="GameTask.Task"/>, makes a plain task and costs what that does. A lambda must say that it is
    /// one: <c>Start(async PooledTask () => ...)</c>.
    /// </summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask Start(
        this TaskScope scope,
        Func<PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        PooledTask pooled;
        try
        {
            pooled = body();
        }
        catch (Exception fault)
        {
            return End(context, Task.FromException(fault), outer);
        }

        return End(context, pooled, outer);
    }

    /// <summary>As the other overload, for a method that is handed its cancellation token.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask Start(
        this TaskScope scope,
        Func<CancellationToken, PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        PooledTask pooled;
        try
        {
            pooled = body(context.Token);
        }
        catch (Exception fault)
        {
            return End(context, Task.FromException(fault), outer);
        }

        return End(context, pooled, outer);
    }

    /// <summary>Starts a task with a result whose body is a pooled method. The handle's plain task, which keeps the result, is made at once: about 150 bytes in all.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask<T> Start<T>(
        this TaskScope scope,
        Func<PooledTask<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Begin(scope, name, expression, file, line, out var outer);
        PooledTask<T> pooled;
        try
        {
            pooled = body();
        }
        catch (Exception fault)
        {
            var failed = Task.FromException<T>(fault);
            End(context, failed, outer);
            return new GameTask<T>(context, failed);
        }

        return End(context, pooled, outer);
    }

    // Two parts around the call of the body, so that that is the overload's own, typed and without a closure.
    private static TaskContext Begin(TaskScope scope, string? name, string expression, string file, int line, out StartFrame outer)
    {
        var loop = scope.Loop;
        if (!loop.IsOnLoopThread || loop.IsDisposed || scope.IsCancellationRequested)
        {
            Refuse(scope, name, expression);
        }

        var current = SynchronizationContext.Current;
        var context = loop.Tasks.Records.Rent(loop, scope);
        var record = context.Record;
        var details = record.Details;
        details.SetStart(name, expression, file, line);
        details.ParentId = current is TaskContext parent && parent.Loop == loop ? parent.Id : 0;
        details.StartedAt = loop.Clocks.Real.Now;
        details.StartFrame = loop.FrameNumber;
        if (scope.World is { } world)
        {
            record.World = world;
        }

        scope.Add(record);
        loop.Watch.NoteStart(record);
        if (loop.Tasks.Events.TellsStarts)
        {
            loop.Tasks.TellStart(record);
        }

        outer = loop.EnterStart(context, current);
        loop.Watch.BeginStart();
        if (TaskActivities.IsWanted)
        {
            details.Activity = loop.Watch.Activities.Start(record.OriginFor(context), loop.Name, (file, line), ref outer);
        }

        return context;
    }

    // The task is null for a pooled method that waits: a plain one is made when it is asked for.
    private static GameTask End(TaskContext context, Task? task, in StartFrame outer)
    {
        var loop = context.Loop;
        var record = context.Record;
        record.Task = task;
        try
        {
            loop.Ends.AfterFirstStep(record);
            if (context.Scope.IsPaused && !context.Record.IsDetached)
            {
                context.Record.BeginPause();
            }
        }
        finally
        {
            loop.LeaveStart(outer);
            loop.Watch.NoteStarted(context);
        }

        return new GameTask(context, task);
    }

    private static GameTask End(TaskContext context, PooledTask pooled, in StartFrame outer)
    {
        PooledOperation? operation = null;
        Task ended;
        try
        {
            operation = pooled.Claim(out ended);
        }
        catch (InvalidOperationException misuse)
        {
            ended = Task.FromException(misuse);
        }

        if (operation is null)
        {
            return End(context, ended, outer);
        }

        context.Record.Pooled = operation;
        return End(context, null, outer);
    }

    private static GameTask<T> End<T>(TaskContext context, PooledTask<T> pooled, in StartFrame outer)
    {
        PooledOperation? operation = null;
        var promise = new TaskCompletionSource<T>();
        try
        {
            operation = pooled.Claim(promise);
        }
        catch (InvalidOperationException misuse)
        {
            promise.SetException(misuse);
        }

        if (operation is null)
        {
            End(context, promise.Task, outer);
        }
        else
        {
            context.Record.Pooled = operation;
            context.Record.Details.Promise = promise;
            End(context, null, outer);
        }

        return new GameTask<T>(context, promise.Task);
    }

    private static void Refuse(TaskScope scope, string? name, string expression)
    {
        scope.Loop.VerifyThread();
        ObjectDisposedException.ThrowIf(scope.Loop.IsDisposed, scope.Loop);
        scope.ThrowIfClosing(name, expression);
    }

    private static InvalidOperationException NullTask() => new("The function that was to be started returned null instead of a task.");
}
