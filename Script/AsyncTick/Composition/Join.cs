using System.Runtime.ExceptionServices;

#pragma warning disable VSTHRD003 // To wait for tasks that were started elsewhere is what these are for.

namespace AsyncTick;

/// <summary>Waits for tasks that run already: <c>WhenAll</c>, <c>WhenAny</c>, and the end of one.</summary>
internal static class Join
{
    /// <summary>Waits for all; then throws the first failure in their order and logs the others.</summary>
    public static async Task All(Task[] tasks, TaskContext[] handles, string file, int line)
    {
        foreach (var task in tasks)
        {
            ArgumentNullException.ThrowIfNull(task, nameof(tasks));
        }

        var context = TaskContext.Required;
        try
        {
            for (var i = 0; i < tasks.Length; i++)
            {
                await UntilEnded(tasks[i], $"{tasks.Length - i} of {tasks.Length} tasks", file, line);
            }
        }
        catch (GameTaskCanceledException)
        {
            HandBack(handles, tasks);
            throw;
        }

        Exception? first = null;
        foreach (var task in tasks)
        {
            if (task.IsCompletedSuccessfully)
            {
                continue;
            }

            var fault = LoopFaults.FaultOf(task);
            if (first is null)
            {
                first = fault;
            }
            else
            {
                context.ReportFault(fault);
            }
        }

        if (first is not null)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>Waits for the first to end and gives its index.</summary>
    public static async Task<int> Any(IReadOnlyList<Task> tasks, string file, int line)
    {
        var all = Verified(tasks);
        var first = Array.Find(all, static task => task.IsCompleted) ?? await Next(all, Deadline.In(double.PositiveInfinity), $"any of {all.Length} tasks", file, line);
        return Array.IndexOf(all, first);
    }

    /// <summary>Waits until enough tasks have ended or the time is over, and tells those that have from those that have not.</summary>
    public static async Task<DoneAndPending<T>> Some<T>(
        IReadOnlyList<T> handles, Func<T, Task> taskOf, double seconds, ReturnWhen until, Clock clock, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(handles);
        var tasks = Verified([.. handles.Select(taskOf)]);
        var deadline = Deadline.In(seconds, clock);
        while (!IsEnough(tasks, until) && !deadline.HasPassed)
        {
            var pending = Array.FindAll(tasks, static task => !task.IsCompleted);
            await Next(pending, deadline, $"{(until == ReturnWhen.AllEnded ? "all" : "any")} of {pending.Length} tasks", file, line);
        }

        var isDone = Array.ConvertAll(tasks, static task => task.IsCompleted);
        return new DoneAndPending<T>([.. handles.Where((_, i) => isDone[i])], [.. handles.Where((_, i) => !isDone[i])]);
    }

    private static Task[] Verified(IReadOnlyList<Task> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Task[] all = [.. tasks];
        Array.ForEach(all, static task => ArgumentNullException.ThrowIfNull(task, nameof(tasks)));
        return all.Length > 0 ? all : throw new ArgumentException("WhenAny needs a task: with none, none would ever end.", nameof(tasks));
    }

    private static bool IsEnough(Task[] tasks, ReturnWhen until) => until switch
    {
        ReturnWhen.FirstEnded => tasks.Any(static task => task.IsCompleted),
        ReturnWhen.FirstFailed => tasks.Any(static task => task.IsFaulted) || tasks.All(static task => task.IsCompleted),
        _ => tasks.All(static task => task.IsCompleted),
    };

    // The first that ends; null when the deadline came before. A cancellation of the caller ends the wait.
    private static async Task<Task?> Next(Task[] pending, Deadline deadline, string what, string file, int line)
    {
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Group, file, line, what);
        await new CanceledFrame(context);
        var wake = new TimerNode();
        var over = new TaskCompletionSource();
        var any = Task.WhenAny([.. pending, over.Task]);
        any.GetAwaiter().UnsafeOnCompleted(wake.CancelIfPending);
        await new SignalAwaitable(wake, context, double.IsPositiveInfinity(deadline.Until) ? null : deadline.On, deadline.Until);

        // Takes the continuation off those that go on: a long-lived task would keep one of each wait for it.
        over.SetResult();
        context.Record.WaitKind = WaitKind.Outside;
        context.Record.Details.WaitDetail = null;
        if (context.IsCanceled)
        {
            context.ThrowCanceled();
        }

        var first = await any;
        return first == over.Task ? null : first;
    }

    /// <summary>Waits for the end of a plain task in any way; a cancellation of the caller ends the wait with its reason.</summary>
    public static async Task UntilEnded(Task task, string what, string file, int line)
    {
        if (task.IsCompleted)
        {
            return;
        }

        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Group, file, line, what);
        await new CanceledFrame(context);
        await task.WaitAsync(context.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        context.Record.WaitKind = WaitKind.Outside;
        context.Record.Details.WaitDetail = null;
        if (!task.IsCompleted)
        {
            context.ThrowCanceled();
        }
    }

    /// <summary>The wait that had taken over these tasks' outcomes was canceled: their faults are logged again as if they had not been awaited.</summary>
    public static void HandBack(IReadOnlyList<TaskContext> handles, IReadOnlyList<Task> tasks)
    {
        for (var i = 0; i < handles.Count; i++)
        {
            if (tasks[i].IsCompleted)
            {
                handles[i].Loop.Faults.ReportUnthrown(handles[i], tasks[i]);
            }
            else
            {
                handles[i].Shared = true;
                handles[i].Observed = false;
            }
        }
    }
}
