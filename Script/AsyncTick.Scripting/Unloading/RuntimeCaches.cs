using System.Reflection;
using System.Reflection.Metadata;

namespace AsyncTick.Scripting;

/// <summary>
/// Empties the caches of .NET that remember types: those of reflection-based JSON, of TypeDescriptor and their like. They declare a method for it,
/// which hot reload calls; what is asked for again is made again. Any thread.
/// </summary>
internal static class RuntimeCaches
{
    private const string Json = "System.Text.Json";

    /// <summary>Empties the caches of the JSON serializer, for a script that refers to it.</summary>
    public static void ClearJson() => Clear(assembly => assembly.GetName().Name == Json, null);

    /// <summary>Empties the caches of all loaded assemblies of .NET, as far as they hold one of these types or cannot tell.</summary>
    public static void Clear(Type[] types)
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        Clear(assembly => !assembly.IsDynamic && folder.Length > 0 && Path.GetDirectoryName(assembly.Location) == folder, types);
    }

    private static void Clear(Func<Assembly, bool> isMeant, Type[]? types)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(isMeant))
        {
            foreach (var handler in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            {
                handler.HandlerType
                    .GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])
                    ?.Invoke(null, [types]);
            }
        }
    }
}
