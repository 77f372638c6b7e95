using UnrealSharp.CoreUObject;
using UnrealSharp.Log;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>A class that is a T; <c>default</c> is no class, <c>new TSubclassOf&lt;T&gt;()</c> is T itself.</summary>
/// <typeparam name="T">The base.</typeparam>
public struct TSubclassOf<T>
{
    public TSubclassOf()
        : this(typeof(T))
    {
    }

    public TSubclassOf(UClass classType)
    {
        ManagedType = classType.ManagedType;
    }

    /// <summary>A class. One that is no <typeparamref name="T"/> is said in the log, and makes this none.</summary>
    public TSubclassOf(Type classType)
    {
        if (typeof(T).IsAssignableFrom(classType))
        {
            ManagedType = classType;
        }
        else
        {
            SimulatedLog.Write("LogUnrealSharp", ELogVerbosity.Display, $"{classType?.Name ?? "null"} is not a subclass of {typeof(T).Name}; no class was taken.");
        }
    }

    public readonly bool IsValid => IsChildOf(typeof(T));

    public readonly T DefaultObject => (T)(object)SimulatedEngine.Current.GetDefault(ManagedType!);

    internal Type? ManagedType { get; }

    public static implicit operator TSubclassOf<T>(Type inClass) => new(inClass);

    public static implicit operator TSubclassOf<T>(UClass inClass) => new(inClass);

    public static bool operator ==(TSubclassOf<T> left, TSubclassOf<T> right) => left.ManagedType == right.ManagedType;

    public static bool operator !=(TSubclassOf<T> left, TSubclassOf<T> right) => !(left == right);

    public readonly bool IsChildOf(Type type) => ManagedType is not null && type.IsAssignableFrom(ManagedType);

    public readonly bool IsParentOf(Type type) => ManagedType is not null && ManagedType.IsAssignableFrom(type);

    /// <exception cref="InvalidOperationException">The class is no <typeparamref name="TChildClass"/>.</exception>
    public readonly TSubclassOf<TChildClass> As<TChildClass>() =>
        IsChildOf(typeof(TChildClass)) ? new TSubclassOf<TChildClass>(ManagedType!) : throw new InvalidOperationException($"The class is not a subclass of {typeof(TChildClass).Name}.");

    public readonly TSubclassOf<TChildClass> Cast<TChildClass>() => As<TChildClass>();

    public override readonly bool Equals(object? obj) => obj is TSubclassOf<T> other && this == other;

    public override readonly int GetHashCode() => ManagedType?.GetHashCode() ?? 0;

    public override readonly string ToString() => ManagedType?.Name[1..] ?? "None";
}
