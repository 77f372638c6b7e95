using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Loops inside a loop: <c>scope.CreateLoop(...)</c>, <c>loop.ChildLoops</c>. On the thread of the loop that they are in.</summary>
public static class ChildLoopExtensions
{
    extension(GameLoop loop)
    {
        /// <summary>The loops that scopes of this one made and that have not ended (<see cref="CreateLoop"/>).</summary>
        public IReadOnlyList<TransientLoop> ChildLoops => ChildLoopList.Of(loop)?.Loops ?? [];
    }

    /// <summary>
    /// Makes a loop inside this one, with its own queue, clocks (from 0), budget and task list, that ends with this scope. Its frames, when the parent
    /// pumps it, are steps of a task of this scope and so within the parent's budget; its tasks run in this scope's world.
    /// </summary>
    /// <param name="scope">What it ends with.</param>
    /// <param name="name">What the loop is called in the log and in lists.</param>
    /// <param name="budgetSeconds">How long one of its frames may take, in seconds.</param>
    /// <param name="drive">What pumps it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ScopeClosedException">This scope is closing.</exception>
    public static TransientLoop CreateLoop(this TaskScope scope, string name, double budgetSeconds = 0.002, LoopDrive drive = LoopDrive.Parent, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        scope.Loop.VerifyThread();
        scope.ThrowIfClosing(name, name);
        return new TransientLoop(scope, name, budgetSeconds, drive, file, line);
    }
}
