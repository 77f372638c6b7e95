using System.Reflection;
using System.Runtime.Loader;

namespace UnrealSharp.StandIn;

/// <summary>What UnrealSharp's loader has loaded, by simple names. Game thread only.</summary>
public sealed class SimulatedAssemblyCache
{
    private readonly List<Assembly> _loaded = [];

    /// <summary>Remembers an assembly that was loaded.</summary>
    public void Add(Assembly assembly) => _loaded.Add(assembly);

    /// <summary>The assembly of a name: that of the context which asks, else a lasting one, else any; null for none.</summary>
    public Assembly? Find(string name, AssemblyLoadContext context)
    {
        var known = _loaded.FindAll(assembly => assembly.GetName().Name == name);
        return known.Find(assembly => AssemblyLoadContext.GetLoadContext(assembly) == context) ?? known.Find(assembly => !assembly.IsCollectible) ?? known.FirstOrDefault();
    }
}
