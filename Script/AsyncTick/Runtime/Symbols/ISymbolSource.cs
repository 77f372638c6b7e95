using System.Reflection;

namespace AsyncTick;

/// <summary>
/// Finds the symbols of code that was not loaded from a file, as scripts are; given to a loop by <see cref="GameLoop.AddSymbols"/>. Used on the
/// loop's thread, when a task list is asked for.
/// </summary>
public interface ISymbolSource
{
    /// <summary>The portable PDB of an assembly, at its begin; null when this source does not know the assembly. The caller disposes it.</summary>
    Stream? OpenPdb(Assembly assembly);
}
