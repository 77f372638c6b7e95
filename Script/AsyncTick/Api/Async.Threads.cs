using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Goes on on the thread pool, for CPU-heavy code; come back with <see cref="SwitchToGameThread"/>. Meanwhile awaits stay on the pool and
    /// the task still belongs to its scope. Allocates about 100 bytes.
    /// </summary>
    public static ThreadPoolAwaitable SwitchToThreadPool([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        ThreadPoolAwaitable.Begin(file, line);

    /// <summary>
    /// Goes on on the loop's thread, in this or the next frame's ready work; at once when already there. Callable on the pool thread that
    /// <see cref="SwitchToThreadPool"/> led to. Throws there when the task was canceled meanwhile.
    /// </summary>
    /// <exception cref="InvalidOperationException">The calling code belongs to no task.</exception>
    public static GameThreadAwaitable SwitchToGameThread() => GameThreadAwaitable.Begin();

    /// <summary>
    /// Runs a function off the loop's thread and brings its result back (asyncio's <c>run_in_executor</c>). The wait ends with the task's scope;
    /// the function itself is not interrupted, so give long ones <see cref="Token"/>. What it throws is thrown here.
    /// </summary>
    /// <param name="executor">Where; null for the loop's default executor.</param>
    /// <param name="function">What to run. It must not touch the engine.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public static Task<T> RunInExecutor<T>(IExecutor? executor, Func<T> function, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OutsideWait.Run(executor, function, file, line);

    /// <summary>As the other overload, without a result.</summary>
    public static Task RunInExecutor(IExecutor? executor, Action action, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OutsideWait.Run(executor, action, file, line);

    /// <summary>Runs a function in the loop's default executor; see <see cref="RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/>.</summary>
    public static Task<T> RunInExecutor<T>(Func<T> function, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OutsideWait.Run(null, function, file, line);
}
