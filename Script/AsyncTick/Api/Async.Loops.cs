using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>Makes a loop inside the current one that ends with the current scope; see <see cref="ChildLoopExtensions.CreateLoop"/>.</summary>
    public static TransientLoop CreateLoop(string name, double budgetSeconds = 0.002, LoopDrive drive = LoopDrive.Parent, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.CreateLoop(name, budgetSeconds, drive, file, line);
}
