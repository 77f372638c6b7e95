using System.Collections;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Starts iterators as tasks: <c>scope.Start(Patrol(3))</c>.</summary>
public static class IteratorStart
{
    /// <summary>
    /// Starts an iterator as a coroutine, as in Unity (asyncio's generator-based coroutines of old). It may yield <c>null</c>
    /// for the next frame, a number of seconds, a <see cref="TimeSpan"/>, a task, an event, another <see cref="IEnumerator"/>, or what <see cref="Wait"/> makes.
    /// </summary>
    /// <remarks>
    /// A task like any other: listed, canceled with its scope, its fault logged. A cancellation, and a fault of what it yields, end the
    /// routine where it waits; <c>finally</c> blocks run, innermost first. Prefer <c>async</c> for new code: it can catch, return and name its line.
    /// </remarks>
    /// <exception cref="ScopeClosedException">The scope is closing; nothing was started.</exception>
    public static GameTask Start(
        this TaskScope scope,
        IEnumerator routine,
        string? name = null,
        [CallerArgumentExpression(nameof(routine))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(routine);
        return scope.Start(() => IteratorRunner.Run(routine), name, expression, file, line);
    }
}
