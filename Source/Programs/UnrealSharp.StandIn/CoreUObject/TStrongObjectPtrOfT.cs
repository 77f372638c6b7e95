using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>See <see cref="TStrongObjectPtr"/>.</summary>
/// <typeparam name="T">The object's class.</typeparam>
public sealed class TStrongObjectPtr<T>(T? obj = null) : TStrongObjectPtr(obj)
    where T : UObject
{
    public new T? Value => (T?)base.Value;

    public static implicit operator TStrongObjectPtr<T>(T? obj) => new(obj);
}
