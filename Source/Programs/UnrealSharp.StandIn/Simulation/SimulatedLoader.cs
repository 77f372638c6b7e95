using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine.Core.Modules;
using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

/// <summary>
/// Loads the game's assemblies as UnrealSharp does in the editor: each in a collectible context of its own, its module started at
/// once, and all of it thrown away and loaded anew when the code has changed. Game thread only.
/// </summary>
public sealed class SimulatedLoader(SimulatedEngine engine)
{
    private readonly Dictionary<string, Loaded> _loaded = [];

    /// <summary>Loads an assembly and starts its module.</summary>
    /// <returns>False when the module's start threw, which ends the real editor.</returns>
    public bool Load(string name, byte[] image)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(image));
        var loaded = new Loaded(context, assembly);
        _loaded.Add(name, loaded);
        foreach (var type in assembly.GetTypes().Where(type => type.GetCustomAttribute<UModuleAttribute>() is not null))
        {
            loaded.Modules.Add((IModuleInterface)Activator.CreateInstance(type)!);
        }

        engine.RestoreManaged(assembly);
        return loaded.Modules.TrueForAll(module => Guard(module.StartupModule));
    }

    /// <summary>Makes an object of a class of a loaded assembly, in an outer or in none.</summary>
    public UObject MakeObject(string assembly, string className, UObject? outer = null) =>
        engine.CreateObject(_loaded[assembly].Assembly.GetType(className, throwOnError: true)!, outer ?? engine.TransientPackage);

    /// <summary>
    /// Unloads an assembly in UnrealSharp's order: managed halves go first, then the game thread waits for every tracked task, then the module is shut
    /// down, then its context goes.
    /// </summary>
    /// <returns>A reference that is dead once nothing holds the code any more.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference Unload(string name)
    {
        _loaded.Remove(name, out var loaded);
        engine.TakeManaged(loaded!.Assembly);
        TaskTracker.WaitForAllActiveTasks();
        foreach (var module in loaded.Modules)
        {
            Guard(module.ShutdownModule);
        }

        loaded.Context.Unload();
        return new WeakReference(loaded.Context);
    }

    /// <summary>
    /// Does to the objects of an assembly, and to its module, what a hot reload of it does, in the same order. The code itself stays: it is that of the
    /// process that calls.
    /// </summary>
    public void Reload(Assembly assembly, IModuleInterface module)
    {
        engine.TakeManaged(assembly);
        TaskTracker.WaitForAllActiveTasks();
        Guard(module.ShutdownModule);
        engine.RestoreManaged(assembly);
        Guard(module.StartupModule);
    }

    private static bool Guard(Action call)
    {
        try
        {
            call();
            return true;
        }
        catch (Exception fault)
        {
            SimulatedLog.Write("LogUnrealSharp", ELogVerbosity.Fatal, $"A module threw: {fault}");
            return false;
        }
    }

    private sealed record Loaded(AssemblyLoadContext Context, Assembly Assembly)
    {
        public List<IModuleInterface> Modules { get; } = [];
    }
}
