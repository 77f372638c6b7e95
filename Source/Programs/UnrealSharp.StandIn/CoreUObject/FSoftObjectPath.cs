using UnrealSharp.StandIn;

namespace UnrealSharp.CoreUObject;

/// <summary>Where an asset is, whether or not it is loaded.</summary>
public partial record struct FSoftObjectPath(string PackageName, string AssetName)
{
    public readonly bool Null => string.IsNullOrEmpty(PackageName);

    public readonly bool Valid => !Null;

    /// <summary>The asset, if it is loaded.</summary>
    public readonly UObject? Object => Null ? null : SimulatedEngine.Current.Assets.Find(this);

    public override readonly string ToString() => Null ? "" : $"{PackageName}.{AssetName}";
}
