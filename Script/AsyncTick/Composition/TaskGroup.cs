using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Tasks that stand and fall together (asyncio's <c>TaskGroup</c>); made by <see cref="Async.Group(Func{TaskGroup, Task}, string, string, int)"/>, which goes on
/// when all of them have ended. The first one that fails cancels the rest (<see cref="CancelReason.ParentFault"/>). Loop thread only.
/// </summary>
[DebuggerDisplay("{Scope}")]
public sealed class TaskGroup
{
    internal TaskGroup(TaskScope scope) => Scope = scope;

    /// <summary>The scope that the tasks are in; open until the group has ended or failed.</summary>
    public TaskScope Scope { get; }

    /// <summary>Starts a task of the group; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>. Its failure is the group's, so the handle may be left alone.</summary>
    /// <exception cref="ScopeClosedException">The group has ended, failed or been canceled.</exception>
    public GameTask Start(Func<Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task of the group that is handed its token.</summary>
    /// <exception cref="ScopeClosedException">The group has ended, failed or been canceled.</exception>
    public GameTask Start(Func<CancellationToken, Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task of the group with a result.</summary>
    /// <exception cref="ScopeClosedException">The group has ended, failed or been canceled.</exception>
    public GameTask<T> Start<T>(Func<Task<T>> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);
}
