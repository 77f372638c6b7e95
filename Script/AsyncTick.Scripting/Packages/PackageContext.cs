using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// The load context of a set of packages, beside those of the scripts that use it and shared by their runs: what has been loaded and translated to
/// machine code for one is there for the next, and a package that something outside holds on to is there once. Any thread.
/// </summary>
internal sealed class PackageContext : AssemblyLoadContext
{
    private readonly PackageFiles _files;
    private readonly List<(string Script, int CompileNumber)> _users = [];

    private readonly TaskCompletionSource _unloaded = new();
    private IReadOnlyList<Assembly> _host;

    // Read by the collector only: the runtime keeps a context that is being unloaded until the last of its code has gone, and with it this object.
    private UnloadSignal? _signal;

    public PackageContext(PackageFiles files, IReadOnlyList<Assembly> host)
        : base("Packages", isCollectible: true)
    {
        _files = files;
        _host = host;

        // Nothing asks for it: it unloads itself when nothing refers to it any more.
        Unloading += static context => ((PackageContext)context).Begin();
    }

    /// <summary>Completes when the code has left memory; refers to none of it.</summary>
    public Task Unloaded => _unloaded.Task;

    /// <summary>The runs that use it now: the script's file name, and the number of its compilation.</summary>
    public IReadOnlyList<(string Script, int CompileNumber)> Users
    {
        get
        {
            lock (_users)
            {
                return [.. _users];
            }
        }
    }

    public void Enter(string script, int compileNumber)
    {
        lock (_users)
        {
            _users.Add((script, compileNumber));
        }
    }

    public void Leave(int compileNumber)
    {
        lock (_users)
        {
            _users.RemoveAt(_users.FindIndex(user => user.CompileNumber == compileNumber));
        }
    }

    /// <summary>Gives an assembly of the set, loaded now if need be; null when it is none of the set.</summary>
    public Assembly? TryLoad(AssemblyName name) => _files.Find(name) is null ? null : LoadFromAssemblyName(name);

    /// <summary>Loads all of the set, which the first script that uses it would otherwise do piece by piece on the game thread.</summary>
    public void LoadAll()
    {
        foreach ((_, var path) in _files.Assemblies.Where(file => !file.Key.Contains('/')))
        {
            try
            {
                LoadFromAssemblyPath(path);
            }
            catch (Exception broken) when (broken is IOException or BadImageFormatException)
            {
                // Who needs it is told then.
            }
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        return _host.FirstOrDefault(shared => shared.GetName().Name == assemblyName.Name) is { } found ? found
            : _files.Find(assemblyName) is { } path ? LoadFromAssemblyPath(path)
            : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _files.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private void Begin()
    {
        // What cannot be unloaded must not keep the host, which may be one that is replaced by a hot reload.
        _host = [];

        // Not before: the finalizers of both would run at the same time.
        _signal = new UnloadSignal(_unloaded);
        GC.KeepAlive(_signal);
    }
}
