using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

#pragma warning disable VSTHRD003 // To wait for tasks that were started elsewhere is what these are for.

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Waits for running tasks and gives their results as a tuple: <c>var (map, player) = await WhenAll(a, b)</c> (asyncio's <c>gather</c>). Handles
    /// (<see cref="GameTask{T}"/>) and plain tasks. To start them, too, and to cancel the rest when one fails, use <see cref="Group(Func{TaskGroup, Task}, string, string, int)"/>.
    /// </summary>
    /// <remarks>
    /// Waits for all, whatever they end with; then the first failure in the order of the arguments is thrown and further ones are logged.
    /// The wait, not the tasks, ends when the caller is cancelled.
    /// </remarks>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was cancelled.</exception>
    public static async Task<(T1 First, T2 Second)> WhenAll<T1, T2>(Task<T1> first, Task<T2> second, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first, second], [], file, line);
        return (await first, await second);
    }

    /// <summary>As the other overload, for three.</summary>
    public static async Task<(T1 First, T2 Second, T3 Third)> WhenAll<T1, T2, T3>(Task<T1> first, Task<T2> second, Task<T3> third, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first, second, third], [], file, line);
        return (await first, await second, await third);
    }

    /// <summary>As the other overload, for four.</summary>
    public static async Task<(T1 First, T2 Second, T3 Third, T4 Fourth)> WhenAll<T1, T2, T3, T4>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first, second, third, fourth], [], file, line);
        return (await first, await second, await third, await fourth);
    }

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second)> WhenAll<T1, T2>(GameTask<T1> first, GameTask<T2> second, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first.Taken, second.Taken], [first.Context, second.Context], file, line);
        return (await first.Inner, await second.Inner);
    }

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second, T3 Third)> WhenAll<T1, T2, T3>(GameTask<T1> first, GameTask<T2> second, GameTask<T3> third, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first.Taken, second.Taken, third.Taken], [first.Context, second.Context, third.Context], file, line);
        return (await first.Inner, await second.Inner, await third.Inner);
    }

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second, T3 Third, T4 Fourth)> WhenAll<T1, T2, T3, T4>(GameTask<T1> first, GameTask<T2> second, GameTask<T3> third, GameTask<T4> fourth, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await JoinAll([first.Taken, second.Taken, third.Taken, fourth.Taken], [first.Context, second.Context, third.Context, fourth.Context], file, line);
        return (await first.Inner, await second.Inner, await third.Inner, await fourth.Inner);
    }

    /// <summary>Waits for any number of running tasks without results; see <see cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>.</summary>
    public static Task WhenAll(IEnumerable<GameTask> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        GameTask[] all = [.. tasks];
        return JoinAll([.. all.Select(static task => task.Taken)], [.. all.Select(static task => task.Context)], file, line);
    }

    /// <summary>Waits for any number of running tasks and gives their results in order; see <see cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>.</summary>
    public static async Task<T[]> WhenAll<T>(IEnumerable<GameTask<T>> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        GameTask<T>[] all = [.. tasks];
        Task<T>[] plain = [.. all.Select(static task => task.Taken)];
        await JoinAll(plain, [.. all.Select(static task => task.Context)], file, line);
        var results = new T[plain.Length];
        for (var i = 0; i < plain.Length; i++)
        {
            results[i] = await plain[i];
        }

        return results;
    }

    /// <summary>
    /// Waits for the first of several running tasks to end, however it does, and says which: its index. Nothing is cancelled and nothing is
    /// thrown for it: await <c>tasks[index]</c> for its outcome. The wait ends when the caller is cancelled. To cancel the others use <c>Race</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are no tasks, so none would ever end.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was cancelled.</exception>
    public static async Task<int> WhenAny(IReadOnlyList<Task> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0)
        {
            throw new ArgumentException("WhenAny needs a task: with none, none would ever end.", nameof(tasks));
        }

        Task[] all = [.. tasks];
        var first = Task.WhenAny(all);
        await UntilEnded(first, $"any of {all.Length} tasks", file, line);
        return Array.IndexOf(all, await first);
    }

    /// <summary>As the other overload, for handles.</summary>
    public static Task<int> WhenAny(IReadOnlyList<GameTask> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAny([.. tasks.Select(static task => task.Task)], file, line);
    }

    /// <summary>Waits for the end of a plain task in any way; a cancellation of the caller ends the wait with its reason.</summary>
    internal static async Task UntilEnded(Task task, string what, string file, int line)
    {
        if (task.IsCompleted)
        {
            return;
        }

        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Group, file, line, what);
        await new CancelledFrame(context);
        await task.WaitAsync(context.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        context.Record.WaitKind = WaitKind.Outside;
        context.Record.Details.WaitDetail = null;
        if (!task.IsCompleted)
        {
            context.ThrowCancelled();
        }
    }

    /// <summary>Whoever had taken over these tasks' outcomes was cancelled: their faults are logged again as if nobody had awaited them.</summary>
    internal static void HandBack(IReadOnlyList<TaskContext> handles, IReadOnlyList<Task> tasks)
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

    private static async Task JoinAll(Task[] tasks, TaskContext[] handles, string file, int line)
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
}
