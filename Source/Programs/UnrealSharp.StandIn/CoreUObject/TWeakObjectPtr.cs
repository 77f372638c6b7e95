using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>A reference that does not keep its object, and that dies with it. Game thread only.</summary>
/// <typeparam name="T">The object's class.</typeparam>
public readonly record struct TWeakObjectPtr<T>
    where T : UObject
{
    private readonly nint _id;

    public TWeakObjectPtr(T? obj)
    {
        _id = obj?.NativeObject ?? 0;
    }

    public T? Object => SimulatedEngine.Current.Objects.Find(_id) is { IsGarbage: false, Managed: T managed } ? managed : null;

    public bool IsValid => Object is not null;

    public static implicit operator TWeakObjectPtr<T>(T? obj) => new(obj);

    /// <summary>Whether there was an object and it is gone.</summary>
    public bool IsStale() => _id != 0 && !IsValid;

    public override string ToString() => Object?.ToString() ?? "None";
}
