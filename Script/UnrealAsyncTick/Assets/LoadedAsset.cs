using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// Keeps something loaded, until it is disposed or the scope of the task that loaded it ends, whichever comes first: <c>using var knight = await soft.Load()</c>.
/// Game thread only.
/// </summary>
/// <typeparam name="T">The asset's class.</typeparam>
public sealed class LoadedAsset<T> : IDisposable
    where T : UObject
{
    private readonly TStrongObjectPtr<T> _alive;
    private CancellationTokenRegistration _scopeEnds;
    private LoadWait? _bundles;

    internal LoadedAsset(T asset)
    {
        Asset = asset;
        _alive = new TStrongObjectPtr<T>(asset);
    }

    /// <summary>The asset. Do not use it once this is disposed, unless something else keeps it.</summary>
    public T Asset { get; }

    /// <summary>Whether it is still kept.</summary>
    public bool IsKept => _alive.IsValid;

    /// <summary>Lets go; the engine unloads the asset when nothing else keeps it.</summary>
    public void Dispose()
    {
        _alive.Dispose();
        _bundles?.Close();
        _bundles = null;
        _scopeEnds.Dispose();
    }

    /// <summary>From here on the load is this object's: it keeps the bundles.</summary>
    internal void Keep(LoadWait bundles) => _bundles = bundles;

    internal void EndWith(TaskScope scope) => _scopeEnds = scope.Token.Register(static asset => ((LoadedAsset<T>)asset!).Dispose(), this);
}
