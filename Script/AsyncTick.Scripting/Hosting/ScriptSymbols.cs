using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// Tells a loop at which line of a script a plain .NET wait stands: script code comes from memory, with its PDB. Keeps nothing itself, so a
/// script's code can go.
/// </summary>
internal sealed class ScriptSymbols : ISymbolSource
{
    /// <inheritdoc/>
    public Stream? OpenPdb(Assembly assembly) =>
        (AssemblyLoadContext.GetLoadContext(assembly) as ScriptLoadContext)?.OpenPdb(assembly);
}
