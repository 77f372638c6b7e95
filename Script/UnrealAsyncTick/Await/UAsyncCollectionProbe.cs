using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// An object that is garbage from the start, so that it goes with the engine's next collection, and that says so: most objects have no delegate for their end.
/// </summary>
[UClass]
public partial class UAsyncCollectionProbe : UObject
{
    private UnrealScopes? _scopes;

    /// <summary>The engine has purged the object, on whichever thread it does that; or its code is reloaded.</summary>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _scopes, null) is { } scopes)
        {
            // While it collects the engine makes no objects, and nothing may run.
            scopes.Loop.Post(scopes.Waits.EndForGoneOwners);
        }

        base.Dispose();
    }

    internal static UAsyncCollectionProbe Create(UnrealScopes scopes)
    {
        var probe = UObject.NewObject<UAsyncCollectionProbe>();
        probe._scopes = scopes;
        probe.MarkAsGarbage();
        return probe;
    }

    internal void Forget() => Interlocked.Exchange(ref _scopes, null);
}
