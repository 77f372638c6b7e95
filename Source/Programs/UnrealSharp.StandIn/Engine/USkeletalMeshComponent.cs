using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>A mesh with bones.</summary>
public class USkeletalMeshComponent : USceneComponent
{
    public UAnimInstance AnimInstance => SimulatedMemory.Get<UAnimInstance?>(this, nameof(AnimInstance)) ?? Make();

    public override void Tick(float deltaSeconds) => AnimInstance.Tick(deltaSeconds);

    private UAnimInstance Make()
    {
        var made = (UAnimInstance)Engine.CreateObject(typeof(UAnimInstance), this);
        SimulatedMemory.Set(this, nameof(AnimInstance), made);
        return made;
    }
}
