using System.Runtime.CompilerServices;

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
    /// The wait, not the tasks, ends when the caller is canceled.
    /// </remarks>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static async Task<(T1 First, T2 Second)> WhenAll<T1, T2>(Task<T1> first, Task<T2> second, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first, second], [], file, line);
        return (await first, await second);
    }

    /// <summary>As the other overload, for three.</summary>
    public static async Task<(T1 First, T2 Second, T3 Third)> WhenAll<T1, T2, T3>(Task<T1> first, Task<T2> second, Task<T3> third, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first, second, third], [], file, line);
        return (await first, await second, await third);
    }

    /// <summary>As the other overload, for four.</summary>
    public static async Task<(T1 First, T2 Second, T3 Third, T4 Fourth)> WhenAll<T1, T2, T3, T4>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first, second, third, fourth], [], file, line);
        return (await first, await second, await third, await fourth);
    }

    /// <summary>As the other overload, for what has no result: <c>await WhenAll(Delay(1), door.WaitAsync())</c>.</summary>
    public static Task WhenAll(Task first, Task second, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Join.All([first, second], [], file, line);

    /// <summary>As the other overload, for three without results.</summary>
    public static Task WhenAll(Task first, Task second, Task third, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Join.All([first, second, third], [], file, line);

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second)> WhenAll<T1, T2>(GameTask<T1> first, GameTask<T2> second, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first.Taken, second.Taken], [first.Context, second.Context], file, line);
        return (await first.Inner, await second.Inner);
    }

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second, T3 Third)> WhenAll<T1, T2, T3>(GameTask<T1> first, GameTask<T2> second, GameTask<T3> third, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first.Taken, second.Taken, third.Taken], [first.Context, second.Context, third.Context], file, line);
        return (await first.Inner, await second.Inner, await third.Inner);
    }

    /// <inheritdoc cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>
    public static async Task<(T1 First, T2 Second, T3 Third, T4 Fourth)> WhenAll<T1, T2, T3, T4>(GameTask<T1> first, GameTask<T2> second, GameTask<T3> third, GameTask<T4> fourth, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await Join.All([first.Taken, second.Taken, third.Taken, fourth.Taken], [first.Context, second.Context, third.Context, fourth.Context], file, line);
        return (await first.Inner, await second.Inner, await third.Inner, await fourth.Inner);
    }

    /// <summary>Waits for any number of running tasks without results; see <see cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>.</summary>
    public static Task WhenAll(IEnumerable<GameTask> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        GameTask[] all = [.. tasks];
        return Join.All([.. all.Select(static task => task.Taken)], [.. all.Select(static task => task.Context)], file, line);
    }

    /// <summary>Waits for any number of running tasks and gives their results in order; see <see cref="WhenAll{T1, T2}(Task{T1}, Task{T2}, string, int)"/>.</summary>
    public static async Task<T[]> WhenAll<T>(IEnumerable<GameTask<T>> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        GameTask<T>[] all = [.. tasks];
        Task<T>[] plain = [.. all.Select(static task => task.Taken)];
        await Join.All(plain, [.. all.Select(static task => task.Context)], file, line);
        var results = new T[plain.Length];
        for (var i = 0; i < plain.Length; i++)
        {
            results[i] = await plain[i];
        }

        return results;
    }

    /// <summary>
    /// Waits for the first of several running tasks to end, however it does, and says which: its index. Nothing is canceled and nothing is
    /// thrown for it: await <c>tasks[index]</c> for its outcome. The wait ends when the caller is canceled. To cancel the others use <c>Race</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are no tasks, so none would ever end.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task<int> WhenAny(IReadOnlyList<Task> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Join.Any(tasks, file, line);

    /// <summary>As the other overload, for handles.</summary>
    public static Task<int> WhenAny(IReadOnlyList<GameTask> tasks, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAny([.. tasks.Select(static task => task.Task)], file, line);
    }

    /// <summary>
    /// Waits until the first of several running tasks has ended, or as many as <paramref name="until"/> says, but no longer than so many seconds, and tells those that
    /// have ended from those that have not (asyncio's <c>wait</c>). Nothing is canceled and nothing is thrown for a task: await it for its outcome.
    /// </summary>
    /// <param name="tasks">Handles of running tasks.</param>
    /// <param name="seconds">How long at most, in seconds of <paramref name="clock"/>; <see cref="double.PositiveInfinity"/> for no limit, 0 for a look.</param>
    /// <param name="until">What to wait for.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">There are no tasks, so none would ever end.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task<DoneAndPending<GameTask>> WhenAny(
        IReadOnlyList<GameTask> tasks, double seconds, ReturnWhen until = ReturnWhen.FirstEnded, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Join.Some(tasks, static task => task.Task, seconds, until, clock, file, line);

    /// <summary>As the other overload, for handles of tasks with results.</summary>
    public static Task<DoneAndPending<GameTask<T>>> WhenAny<T>(
        IReadOnlyList<GameTask<T>> tasks, double seconds, ReturnWhen until = ReturnWhen.FirstEnded, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Join.Some(tasks, static task => task.Task, seconds, until, clock, file, line);

    /// <summary>As the other overload, for plain tasks.</summary>
    public static Task<DoneAndPending<Task>> WhenAny(
        IReadOnlyList<Task> tasks, double seconds, ReturnWhen until = ReturnWhen.FirstEnded, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Join.Some(tasks, static task => task, seconds, until, clock, file, line);
}
