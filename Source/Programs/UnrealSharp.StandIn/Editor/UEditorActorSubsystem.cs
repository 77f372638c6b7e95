using UnrealSharp.CoreUObject;
using UnrealSharp.EditorSubsystem;
using UnrealSharp.Engine;

namespace UnrealSharp.UnrealEd;

/// <summary>The editor's way to actors; acts on the edited world, whatever world is current.</summary>
public class UEditorActorSubsystem : UEditorSubsystem
{
    public AActor SpawnActorFromClass(TSubclassOf<AActor> actorClass, FVector location, FRotator rotation = default, bool transient = false) =>
        Engine.SpawnActorIn(Engine.EditorWorld, actorClass.ManagedType, new FTransform(rotation, location), null)!;

    public bool DestroyActor(AActor actorToDestroy)
    {
        Engine.DestroyActor(actorToDestroy, EEndPlayReason.Destroyed);
        return true;
    }

    public IList<AActor> GetAllLevelActors() => [.. Engine.EditorWorld.Actors];
}
