using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// The load context of one script run. AsyncTick and the host's assemblies come from where they are loaded already, so that script and
/// host mean the same types; the rest is .NET's own.
/// </summary>
internal sealed class ScriptLoadContext : AssemblyLoadContext
{
    private readonly IReadOnlyList<Assembly> _shared;

    // Read by the collector only: the runtime keeps a context until the last of its code has gone, and with it this object.
    private readonly UnloadSignal _signal;

    // By name: a reference to its own assembly would keep the context for ever.
    private (string? Assembly, byte[] Pdb) _symbols = (null, []);

    public ScriptLoadContext(string name, IReadOnlyList<Assembly> shared, UnloadSignal signal)
        : base(name, isCollectible: true)
    {
        _shared = shared;
        _signal = signal;
    }

    public Assembly Load(CompiledScript script)
    {
        using MemoryStream image = new(script.Image!.Value.ToArray());
        byte[] pdb = script.Symbols!.Value.ToArray();
        using MemoryStream symbols = new(pdb);
        Assembly assembly = LoadFromStream(image, symbols);
        _symbols = (assembly.GetName().Name, pdb);
        return assembly;
    }

    /// <summary>The script's own symbols; null for another assembly of the context. Any thread.</summary>
    public Stream? OpenPdb(Assembly assembly) =>
        assembly.GetName().Name == _symbols.Assembly ? new MemoryStream(_symbols.Pdb, writable: false) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        GC.KeepAlive(_signal);
        foreach (Assembly shared in _shared)
        {
            if (shared.GetName().Name == assemblyName.Name)
            {
                return shared;
            }
        }

        return null;
    }
}
