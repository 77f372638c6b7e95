using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// The load context of one script run. AsyncTick and the host's assemblies come from where they are loaded already, so that script and
/// host mean the same types; those of the script's projects are loaded here and go with it; those of its packages come from a context that it
/// shares with other runs; the rest is .NET's own.
/// </summary>
internal sealed class ScriptLoadContext : AssemblyLoadContext
{
    private readonly IReadOnlyList<Assembly> _shared;
    private readonly ScriptDependencies _dependencies;
    private PackageContext? _packages;
    private PromptLine? _earlier;

    // Read by the collector only: the runtime keeps a context until the last of its code has gone, and with it this object.
    private readonly UnloadSignal _signal;

    // By name: a reference to its own assembly would keep the context for ever.
    private (string? Assembly, byte[] Pdb) _symbols = (null, []);

    public ScriptLoadContext(
        string scriptName, int compileNumber, ScriptDependencies dependencies, PackageContext? packages, IReadOnlyList<Assembly> shared, PromptLine? earlier, UnloadSignal signal)
        : base($"{scriptName}#{compileNumber}", isCollectible: true)
    {
        _packages = packages;
        packages?.Enter(scriptName, compileNumber);
        ScriptName = scriptName;
        CompileNumber = compileNumber;
        _dependencies = dependencies;
        _earlier = earlier;
        _shared = shared;
        _signal = signal;
    }

    /// <summary>The script's file name.</summary>
    public string ScriptName { get; }

    /// <summary>Which compilation of the process this code is from.</summary>
    public int CompileNumber { get; }

    public Assembly Load(CompiledScript script)
    {
        using MemoryStream image = new(script.Image!.Value.ToArray());
        var pdb = script.Symbols!.Value.ToArray();
        using MemoryStream symbols = new(pdb);
        var assembly = LoadFromStream(image, symbols);
        _symbols = (assembly.GetName().Name, pdb);
        return assembly;
    }

    /// <summary>Lets go of the code, and of that of earlier lines. Gives the packages that it used; null for none.</summary>
    public PackageContext? Release()
    {
        var packages = _packages;
        packages?.Leave(CompileNumber);
        _packages = null;
        _earlier = null;
        Unload();
        return packages;
    }

    /// <summary>The script's own symbols; null for another assembly of the context. Any thread.</summary>
    public Stream? OpenPdb(Assembly assembly) =>
        assembly.GetName().Name == _symbols.Assembly ? new MemoryStream(_symbols.Pdb, writable: false) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        GC.KeepAlive(_signal);
        foreach (var shared in _shared)
        {
            if (shared.GetName().Name == assemblyName.Name)
            {
                return shared;
            }
        }

        if (_earlier?.Find(assemblyName.Name) is { } line)
        {
            return line;
        }

        return _dependencies.Own.Find(assemblyName) is { } path ? LoadFile(path) : _packages?.TryLoad(assemblyName);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (_dependencies.Own.FindNative(unmanagedDllName) ?? _dependencies.Packages.FindNative(unmanagedDllName)) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    // A project's output must not be held open: its author is about to build it again.
    private Assembly LoadFile(string path)
    {
        if (!_dependencies.ProjectOutputs.Contains(path))
        {
            return LoadFromAssemblyPath(path);
        }

        using MemoryStream image = new(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        using var lines = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return LoadFromStream(image, lines);
    }
}
