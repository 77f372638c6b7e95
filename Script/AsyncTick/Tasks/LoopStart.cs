using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Starts tasks in a loop's root scope: <c>loop.Start(...)</c>.</summary>
public static class LoopStart
{
    /// <summary>Starts a task in <see cref="GameLoop.RootScope"/>; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask Start(
        this GameLoop loop,
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => loop.RootScope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in <see cref="GameLoop.RootScope"/>; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask<T> Start<T>(
        this GameLoop loop,
        Func<Task<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => loop.RootScope.Start(body, name, expression, file, line);

    /// <summary>Starts a task in <see cref="GameLoop.RootScope"/>; see <see cref="TaskStart.Start(TaskScope, Func{PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask Start(
        this GameLoop loop,
        Func<PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => loop.RootScope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in <see cref="GameLoop.RootScope"/>; see <see cref="TaskStart.Start(TaskScope, Func{PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public static GameTask<T> Start<T>(
        this GameLoop loop,
        Func<PooledTask<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => loop.RootScope.Start(body, name, expression, file, line);
}
