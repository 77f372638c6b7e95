using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>Of <c>SystemLibrary.LoadAsset</c> and <c>LoadAssetClass</c>: tells its delegate first. When it is removed it gives its request back, and the load stops when nobody else waits.</summary>
internal sealed class LatentLoad(SimulatedAssets assets, FSoftObjectPath path, Action<UObject?> loaded) : LatentAction
{
    private readonly SimulatedAssets.Request _request = assets.Load(path);

    public override bool Update(double deltaSeconds)
    {
        if (_request.FramesLeft > 0)
        {
            return false;
        }

        loaded(path.Object);
        return true;
    }

    public override void Removed() => assets.Release(_request);
}
