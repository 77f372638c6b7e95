using System.Collections;
using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>Starts a task in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask Start(Func<Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task that is handed its token in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{CancellationToken, Task}, string?, string, string, int)"/>.</summary>
    public static GameTask Start(Func<CancellationToken, Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask<T> Start<T>(Func<Task<T>> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask Start(Func<PooledTask> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task that is handed its token in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{CancellationToken, PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask Start(Func<CancellationToken, PooledTask> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in the current scope; see <see cref="TaskStart.Start{T}(TaskScope, Func{PooledTask{T}}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask<T> Start<T>(Func<PooledTask<T>> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts an iterator as a coroutine in the current scope (Unity's <c>StartCoroutine</c>); see <see cref="IteratorStart.Start(TaskScope, IEnumerator, string?, string, string, int)"/>.</summary>
    public static GameTask Start(IEnumerator routine, string? name = null, [CallerArgumentExpression(nameof(routine))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(routine, name, expression, file, line);

    /// <summary>Calls <paramref name="callback"/> once, later (asyncio's <c>call_later</c>): a task of the current scope, so it is listed, can be canceled, and ends with the scope.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not a number.</exception>
    public static GameTask CallLater(double seconds, Action callback, [CallerArgumentExpression(nameof(callback))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(callback);
        SecondsGuard.VerifyNumber(seconds, "A call later");
        return Scope.Start(
            async () =>
            {
                await Delay(seconds, Clock.Default, file, line);
                callback();
            },
            null,
            expression,
            file,
            line);
    }

    /// <summary>Makes a loop inside the current one that ends with the current scope; see <see cref="ChildLoopExtensions.CreateLoop"/>.</summary>
    public static TransientLoop CreateLoop(string name, double budgetSeconds = 0.002, LoopDrive drive = LoopDrive.Parent, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.CreateLoop(name, budgetSeconds, drive, file, line);
}
