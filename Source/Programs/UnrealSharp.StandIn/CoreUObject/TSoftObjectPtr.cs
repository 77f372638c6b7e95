using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>A reference to an asset that it does not load.</summary>
/// <typeparam name="T">The asset's class.</typeparam>
public struct TSoftObjectPtr<T> : IEquatable<TSoftObjectPtr<T>>
    where T : UObject
{
    internal TSoftObjectPtr(FSoftObjectPath path)
    {
        SoftObjectPath = path;
    }

    public FSoftObjectPath SoftObjectPath { get; }

    public readonly T? Object => SoftObjectPath.Object as T;

    public readonly bool IsValid => Object is not null;

    public readonly bool IsNull => SoftObjectPath.Null;

    public static bool operator ==(TSoftObjectPtr<T> left, TSoftObjectPtr<T> right) => left.Equals(right);

    public static bool operator !=(TSoftObjectPtr<T> left, TSoftObjectPtr<T> right) => !left.Equals(right);

    public readonly TSoftObjectPtr<T2> Cast<T2>()
        where T2 : UObject => new(SoftObjectPath);

    public readonly bool Equals(TSoftObjectPtr<T> other) => SoftObjectPath == other.SoftObjectPath;

    public override readonly bool Equals(object? obj) => obj is TSoftObjectPtr<T> other && Equals(other);

    public override readonly int GetHashCode() => SoftObjectPath.GetHashCode();

    public override readonly string ToString() => SoftObjectPath.ToString();
}
