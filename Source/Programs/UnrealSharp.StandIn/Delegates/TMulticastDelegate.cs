using System.Reflection;
using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>
/// A delegate of the engine: it holds its objects weakly and knows their functions by name. Only a method of an object that is
/// marked <c>[UFunction]</c> can be added.
/// </summary>
/// <typeparam name="T">The signature.</typeparam>
public class TMulticastDelegate<T>
    where T : Delegate
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<(nint Target, string Function)> _bindings = [];

    /// <summary>Whether anything that still lives is bound.</summary>
    public bool IsBound => _bindings.Exists(binding => IsAlive(binding.Target));

    /// <summary>How many bindings there are, dead ones included; for tests of who unsubscribes.</summary>
    public int BindingCount => _bindings.Count;

    public static TMulticastDelegate<T> operator +(TMulticastDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.Add(handler);
        return thisDelegate;
    }

    public static TMulticastDelegate<T> operator -(TMulticastDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.Remove(handler);
        return thisDelegate;
    }

    /// <exception cref="ArgumentException">The handler is no <c>[UFunction]</c> of an object.</exception>
    public void Add(T handler)
    {
        if (handler.Target is not UObject target || handler.Method.GetCustomAttribute<UFunctionAttribute>() is null)
        {
            throw new ArgumentException("The callback for a multicast delegate must be a valid UFunction defined on a UClass", nameof(handler));
        }

        BindUFunction(target, handler.Method.Name);
    }

    public void Remove(T handler)
    {
        if (handler.Target is UObject target)
        {
            _bindings.Remove((target.NativeObject, handler.Method.Name));
        }
    }

    public bool Contains(T handler) => handler.Target is UObject target && _bindings.Contains((target.NativeObject, handler.Method.Name));

    public void BindUFunction(UObject targetObject, FName functionName)
    {
        var binding = (targetObject.NativeObject, functionName.ToString());
        if (!_bindings.Contains(binding))
        {
            _bindings.Add(binding);
        }
    }

    public void Clear() => _bindings.Clear();

    /// <summary>What the generated <c>Invoke</c> calls: every living binding once, in order.</summary>
    public void Broadcast(object?[] arguments)
    {
        foreach (var (target, function) in _bindings.ToArray())
        {
            var engine = SimulatedEngine.Current;
            if (engine.Objects.Find(target) is not { IsGarbage: false, Managed: { } managed })
            {
                _bindings.Remove((target, function));
                continue;
            }

            var method = FindFunction(managed.GetType(), function);
            if (method is not null)
            {
                // As in the engine: a function with fewer parameters than the delegate gets the first ones.
                var given = arguments.Take(method.GetParameters().Length).ToArray();
                engine.CallManaged(managed, () => method.Invoke(managed, BindingFlags.DoNotWrapExceptions, null, given, null));
            }
        }
    }

    private static MethodInfo? FindFunction(Type? type, string name)
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

    private static bool IsAlive(nint target) => SimulatedEngine.Current.Objects.Find(target) is { IsGarbage: false };
}
