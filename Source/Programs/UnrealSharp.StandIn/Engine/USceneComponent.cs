using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>A component with a place.</summary>
public class USceneComponent : UActorComponent
{
    public FVector RelativeLocation => SimulatedMemory.Get<FVector?>(this, nameof(RelativeLocation)) ?? FVector.Zero;

    internal void SetRelativeLocation(FVector location) => SimulatedMemory.Set<FVector?>(this, nameof(RelativeLocation), location);
}
