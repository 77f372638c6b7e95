#pragma warning disable VSTHRD003 // The tasks are the caller's; this only waits for them.

namespace AsyncTick;

/// <summary>Waits for plain tasks that end with the waiting task: <c>InScope</c> and <c>RunInExecutor</c>.</summary>
internal static class OutsideWait
{
    // Hidden: what the task does after the wait must not find the loop as its default scheduler.
    private const TaskContinuationOptions Continuation =
        TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.HideScheduler | TaskContinuationOptions.DenyChildAttach;

    public static Task Begin(Task task, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompleted ? task : Wait(task, Note(expression, file, line));
    }

    public static Task<T> Begin<T>(Task<T> task, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompleted ? task : Wait(task, Note(expression, file, line));
    }

    public static Task<T> Run<T>(IExecutor? executor, Func<T> function, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(function);
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.ThreadPool, file, line);
        return Run(executor ?? context.Loop.DefaultExecutor, function, context);
    }

    public static Task Run(IExecutor? executor, Action action, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Run<object?>(
            executor,
            () =>
            {
                action();
                return null;
            },
            file,
            line);
    }

    private static async Task<T> Run<T>(IExecutor executor, Func<T> function, TaskContext context)
    {
        await new CanceledFrame(context);
        context.OffThread.Leave();
        try
        {
            return await Wait(executor.RunAsync(() => LoopFlow.RunAs(context, function)) ?? throw new InvalidOperationException("The executor returned null instead of a task."), context);
        }
        finally
        {
            context.OffThread.Return();
        }
    }

    private static async Task Wait(Task task, TaskContext context)
    {
        if (context.IsCanceled)
        {
            // Begun by cleanup, or by code that had not been told yet: it is not waited for at all.
            context.Loop.Faults.LeaveAlone(task);
        }

        await new CanceledFrame(context);
        await EndOf(task, context.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            // What it comes to is dropped, a fault included: the socket that is waited on is disposed next.
            context.Loop.Faults.LeaveAlone(task);
            context.ThrowCanceled();
        }

        await task;
    }

    // Both leave nothing on the task when the token is canceled. Of a task that lets nothing run inside its completion (most locks and events of
    // libraries), WaitAsync hears on the thread pool, where two waits overtake each other; a continuation of this context is posted to the loop
    // at once, as a bare await is.
    private static Task EndOf(Task task, CancellationToken token) => (task.CreationOptions & TaskCreationOptions.RunContinuationsAsynchronously) == 0
        ? task.WaitAsync(token)
        : task.ContinueWith(static _ => { }, token, Continuation, TaskScheduler.FromCurrentSynchronizationContext());

    private static async Task<T> Wait<T>(Task<T> task, TaskContext context)
    {
        await Wait((Task)task, context);
        return await task;
    }

    private static TaskContext Note(string expression, string file, int line)
    {
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Outside, file, line, TaskName.FromExpression(expression));
        return context;
    }
}
