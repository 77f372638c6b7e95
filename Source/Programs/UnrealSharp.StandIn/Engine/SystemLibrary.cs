using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>Functions of the engine itself; the latent ones run in the current world, while its game is not paused.</summary>
public class SystemLibrary : UBlueprintFunctionLibrary
{
    public static void Delay(float duration, FLatentActionInfo latentInfo) => Latent.Add(latentInfo, new LatentDelay(duration));

    /// <summary>Turns nothing here: components have no rotation.</summary>
    public static void MoveComponentTo(
        USceneComponent component,
        FVector targetRelativeLocation,
        FRotator targetRelativeRotation,
        bool easeOut,
        bool easeIn,
        float overTime,
        bool forceShortestRotationPath,
        EMoveComponentAction moveAction,
        FLatentActionInfo latentInfo)
    {
        if (moveAction == EMoveComponentAction.Move)
        {
            Latent.Add(latentInfo, new LatentMove(component, targetRelativeLocation, overTime));
        }
    }

    public static void LoadAsset(TSoftObjectPtr<UObject> asset, TDelegate<FKismetSystemLibrary_OnAssetLoaded> onLoaded, FLatentActionInfo latentInfo) =>
        Latent.Add(latentInfo, new LatentLoad(Engine.Assets, asset.SoftObjectPath, loaded => onLoaded.InnerDelegate.Invoke(loaded)));

    public static void LoadAssetClass(TSoftClassPtr<UObject> assetClass, TDelegate<FKismetSystemLibrary_OnAssetClassLoaded> onLoaded, FLatentActionInfo latentInfo) =>
        Latent.Add(latentInfo, new LatentLoad(Engine.Assets, assetClass.SoftObjectPath, loaded => onLoaded.InnerDelegate.Invoke(loaded is UClass found ? new TSubclassOf<UObject>(found) : default)));

    internal static LatentActions Latent => Engine.RequireWorld().LatentActions;
}
