using System.Collections;
using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>Starts an iterator as a coroutine in the current scope (Unity's <c>StartCoroutine</c>); see <see cref="IteratorStart.Start(TaskScope, IEnumerator, string?, string, string, int)"/>.</summary>
    public static GameTask Start(IEnumerator routine, string? name = null, [CallerArgumentExpression(nameof(routine))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(routine, name, expression, file, line);
}
