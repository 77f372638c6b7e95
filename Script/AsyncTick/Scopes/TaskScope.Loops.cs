using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed partial class TaskScope
{
    /// <summary>
    /// Makes a loop inside this one, with its own queue, clocks (from 0), budget and task list, that ends with this scope. Its frames, when the parent
    /// pumps it, are steps of a task of this scope and so within the parent's budget; its tasks run in this scope's world.
    /// </summary>
    /// <param name="name">What the loop is called in the log and in lists.</param>
    /// <param name="budgetSeconds">How long one of its frames may take, in seconds.</param>
    /// <param name="drive">Who pumps it.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ScopeClosedException">This scope is closing.</exception>
    public TransientLoop CreateLoop(string name, double budgetSeconds = 0.002, LoopDrive drive = LoopDrive.Parent, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Loop.VerifyThread();
        ThrowIfClosing(name, name);
        return new TransientLoop(this, name, budgetSeconds, drive, file, line);
    }
}
