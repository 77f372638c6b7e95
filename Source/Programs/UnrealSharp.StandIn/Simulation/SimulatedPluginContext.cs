using System.Reflection;
using System.Runtime.Loader;

namespace UnrealSharp.StandIn;

/// <summary>
/// The load context that UnrealSharp's loader makes for an assembly of its load order: collectible in the editor, lasting in a packaged game. What any
/// context of the loader has already serves all by its simple name, whatever its version; then comes the assembly's folder, then the process.
/// </summary>
public sealed class SimulatedPluginContext : AssemblyLoadContext
{
    private readonly SimulatedAssemblyCache _cache;
    private readonly AssemblyDependencyResolver _resolver;

    /// <summary>Makes a context for an assembly, and loads that one.</summary>
    /// <param name="cache">What the loader's contexts have.</param>
    /// <param name="path">The assembly's file.</param>
    /// <param name="isCollectible">As in the editor.</param>
    public SimulatedPluginContext(SimulatedAssemblyCache cache, string path, bool isCollectible)
        : base(Path.GetFileNameWithoutExtension(path), isCollectible)
    {
        _cache = cache;
        _resolver = new AssemblyDependencyResolver(path);
        Main = LoadFile(path);
    }

    /// <summary>The assembly that it was made for.</summary>
    public Assembly Main { get; }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _cache.Find(assemblyName.Name!, this) ?? (_resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFile(path) : null);

    // A file with symbols is built again while the editor runs, and so must not be held open.
    private Assembly LoadFile(string path)
    {
        var symbols = Path.ChangeExtension(path, ".pdb");
        using MemoryStream image = new(File.ReadAllBytes(path));
        var loaded = File.Exists(symbols) ? LoadFromStream(image, new MemoryStream(File.ReadAllBytes(symbols))) : LoadFromAssemblyPath(path);
        _cache.Add(loaded);
        return loaded;
    }
}
