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

    internal static LatentActions Latent => Engine.RequireWorld().LatentActions;
}
