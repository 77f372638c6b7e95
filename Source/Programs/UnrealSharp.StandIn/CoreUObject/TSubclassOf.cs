using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>A class that is a T. The default is no class.</summary>
/// <typeparam name="T">The base.</typeparam>
public readonly struct TSubclassOf<T>
{
    /// <summary>A class.</summary>
    /// <exception cref="ArgumentException"><paramref name="type"/> is no <typeparamref name="T"/>.</exception>
    public TSubclassOf(Type type)
    {
        ManagedType = typeof(T).IsAssignableFrom(type) ? type : throw new ArgumentException($"{type.Name} is not a subclass of {typeof(T).Name}.", nameof(type));
    }

    public bool IsValid => ManagedType is not null;

    internal Type? ManagedType { get; }

    public static implicit operator TSubclassOf<T>(Type type) => new(type);

    public static implicit operator TSubclassOf<T>(UClass type) => new(type.ManagedType);
}
