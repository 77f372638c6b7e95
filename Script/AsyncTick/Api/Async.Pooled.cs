using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
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
}
