using System.Reflection;
using System.Runtime.CompilerServices;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>Functions of objects by name, as the engine finds them.</summary>
internal static class ObjectFunctions
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // By the class, weakly: classes of a game come and go.
    private static readonly ConditionalWeakTable<Type, Dictionary<string, (MethodInfo? Method, bool IsFunction)>> Known = [];

    /// <summary>Whether the engine knows a function of this name.</summary>
    public static bool IsKnown(Type type, string name) => Find(type, name).IsFunction;

    /// <summary>As in the engine: a function with fewer parameters than were given gets the first ones.</summary>
    public static void Call(UObject target, string name, object?[] arguments)
    {
        if (Find(target.GetType(), name).Method is { } method)
        {
            var given = arguments.Take(method.GetParameters().Length).ToArray();
            SimulatedEngine.Current.CallManaged(target, () => method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, given, null));
        }
    }

    private static (MethodInfo? Method, bool IsFunction) Find(Type type, string name)
    {
        var functions = Known.GetOrCreateValue(type);
        lock (functions)
        {
            if (!functions.TryGetValue(name, out var found))
            {
                var method = Search(type, name);
                functions.Add(name, found = (method, method?.IsDefined(typeof(UFunctionAttribute), false) is true));
            }

            return found;
        }
    }

    private static MethodInfo? Search(Type? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMethod(name, AnyInstance | BindingFlags.DeclaredOnly) is { } method)
            {
                return method;
            }
        }

        return null;
    }
}
