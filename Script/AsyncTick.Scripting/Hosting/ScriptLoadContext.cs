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

    public ScriptLoadContext(string name, IReadOnlyList<Assembly> shared, UnloadSignal signal)
        : base(name, isCollectible: true)
    {
        _shared = shared;
        _signal = signal;
    }

    public Assembly Load(CompiledScript script)
    {
        using MemoryStream image = new(script.Image!.Value.ToArray());
        using MemoryStream symbols = new(script.Symbols!.Value.ToArray());
        return LoadFromStream(image, symbols);
    }

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
