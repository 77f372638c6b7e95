using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Goes on on the thread pool, for CPU-heavy code; come back with <see cref="SwitchToGameThread"/>. Meanwhile awaits stay on the pool and
    /// the task still belongs to its scope. Allocates about 100 bytes.
    /// </summary>
    public static ThreadPoolAwaitable SwitchToThreadPool([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (SynchronizationContext.Current is PoolContext already)
        {
            return new ThreadPoolAwaitable((TaskContext)already.Owner, isThere: true);
        }

        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.ThreadPool, file, line);
        return new ThreadPoolAwaitable(context, isThere: false);
    }

    /// <summary>
    /// Goes on on the loop's thread, in this or the next frame's ready work; at once when already there. Callable on the pool thread that
    /// <see cref="SwitchToThreadPool"/> led to. Throws there when the task was cancelled meanwhile.
    /// </summary>
    /// <exception cref="InvalidOperationException">The calling code belongs to no task.</exception>
    public static GameThreadAwaitable SwitchToGameThread() => SynchronizationContext.Current switch
    {
        TaskContext here => new GameThreadAwaitable(here, isThere: true),
        PoolContext away => new GameThreadAwaitable((TaskContext)away.Owner, isThere: false),
        _ => throw new InvalidOperationException("This code belongs to no task of a game loop, so there is no thread to go back to. Use SwitchToThreadPool() instead of ConfigureAwait(false), or loop.Post(...)."),
    };

    /// <summary>
    /// Runs a function off the loop's thread and brings its result back (asyncio's <c>run_in_executor</c>). The wait ends with the task's scope;
    /// the function itself is not interrupted, so give long ones <see cref="Token"/>. What it throws is thrown here.
    /// </summary>
    /// <param name="executor">Where; null for the loop's default executor.</param>
    /// <param name="function">What to run. It must not touch the engine.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public static Task<T> RunInExecutor<T>(IExecutor? executor, Func<T> function, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.ThreadPool, file, line);
        return RunInExecutor(executor ?? context.Loop.DefaultExecutor, function, context);
    }

    /// <summary>As the other overload, without a result.</summary>
    public static Task RunInExecutor(IExecutor? executor, Action action, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunInExecutor<object?>(
            executor,
            () =>
            {
                action();
                return null;
            },
            file,
            line);
    }

    /// <summary>Runs a function in the loop's default executor; see <see cref="RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/>.</summary>
    public static Task<T> RunInExecutor<T>(Func<T> function, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RunInExecutor(null, function, file, line);

    /// <summary>
    /// Makes a plain wait end with the calling task: <c>await socket.ReceiveAsync(buffer).InScope()</c>. The operation itself goes on unless it
    /// has a token; its late outcome is nobody's. The list shows the line.
    /// </summary>
    public static Task InScope(this Task task, [CallerArgumentExpression(nameof(task))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompleted ? task : WaitOutside(task, NoteOutside(expression, file, line));
    }

    /// <summary>As the other overload, with a result.</summary>
    public static Task<T> InScope<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompleted ? task : WaitOutside(task, NoteOutside(expression, file, line));
    }

#pragma warning disable VSTHRD003 // The task is the caller's; this only waits for it.
    private static async Task<T> RunInExecutor<T>(IExecutor executor, Func<T> function, TaskContext context)
    {
        await new CancelledFrame(context);
        return await WaitOutside(executor.RunAsync(function), context);
    }

    private static async Task WaitOutside(Task task, TaskContext context)
    {
        await new CancelledFrame(context);
        await task.WaitAsync(context.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            // What it comes to is nobody's, a fault included: the socket that is waited on is disposed next.
            _ = task.ContinueWith(
                static late => _ = late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            context.ThrowCancelled();
        }

        await task;
    }

    private static async Task<T> WaitOutside<T>(Task<T> task, TaskContext context)
    {
        await WaitOutside((Task)task, context);
        return await task;
    }
#pragma warning restore VSTHRD003

    private static TaskContext NoteOutside(string expression, string file, int line)
    {
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Outside, file, line, TaskName.FromExpression(expression));
        return context;
    }
}
