using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using UnrealSharp.Attributes;
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

    /// <summary>Unloads an assembly in UnrealSharp's order: managed halves go first, then the module is shut down, then its context.</summary>
    /// <returns>A reference that is dead once nothing holds the code any more.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference Unload(string name)
    {
        _loaded.Remove(name, out var loaded);
        engine.TakeManaged(loaded!.Assembly);
        foreach (var module in loaded.Modules)
        {
            Guard(module.ShutdownModule);
        }

        loaded.Context.Unload();
        return new WeakReference(loaded.Context);
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
