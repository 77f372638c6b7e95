using AsyncTick.Net;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Spawns actors into the world of the calling task. Game thread only.</summary>
/// <param name="actorClass">The class of the actors; characters when it is none.</param>
public sealed class WorldActorSpawner(TSubclassOf<AActor> actorClass = default) : IActorSpawner
{
    /// <summary>Spawns one actor at the world's origin and labels it (labels exist in the editor only).</summary>
    /// <param name="className">For the message when it fails; the class was chosen once and for all.</param>
    /// <param name="label">The actor's label.</param>
    /// <exception cref="InvalidOperationException">The engine would not.</exception>
    public void Spawn(string className, string label)
    {
        var type = actorClass.IsValid ? actorClass : new TSubclassOf<AActor>(typeof(ACharacter));
        var actor = UObject.SpawnActor(type, new FTransform());
        if (actor is null)
        {
            throw new InvalidOperationException($"the engine would not spawn a {className}: there is no world, it is being torn down, or the place is taken");
        }

#if WITH_EDITOR
        actor.SetActorLabel(label, true);
#endif
    }
}
