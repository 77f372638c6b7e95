using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>A part of an actor.</summary>
public partial class UActorComponent : UObject
{
    /// <summary>The actor that it is a part of.</summary>
    public AActor Owner => (AActor)Outer;

    public virtual void BeginPlay()
    {
    }

    public virtual void EndPlay(EEndPlayReason endPlayReason)
    {
    }

    public virtual void Tick(float deltaSeconds)
    {
    }

    public void DestroyComponent(UObject caller) => Engine.DestroyComponent(this, EEndPlayReason.Destroyed);
}
