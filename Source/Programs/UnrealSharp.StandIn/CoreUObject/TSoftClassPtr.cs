using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>A reference to a class that it does not load.</summary>
/// <typeparam name="T">What the class derives from.</typeparam>
public struct TSoftClassPtr<T>
    where T : UObject
{
    internal TSoftClassPtr(FSoftObjectPath path)
    {
        SoftObjectPath = path;
    }

    public FSoftObjectPath SoftObjectPath { get; }

    public readonly TSubclassOf<T> Class => SoftObjectPath.Object is UClass found ? new TSubclassOf<T>(found) : default;

    public readonly bool IsValid => SoftObjectPath.Object is not null;

    public readonly bool IsNull => SoftObjectPath.Null;

    public readonly TSoftClassPtr<T2> Cast<T2>()
        where T2 : UObject => new(SoftObjectPath);

    public override readonly string ToString() => SoftObjectPath.ToString();
}
