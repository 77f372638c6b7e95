using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Scopes of actors that are not ours: a listener on the actor's own EndPlay ends them.</summary>
internal static class ActorScopes
{
    public static TaskScope Of(AActor actor)
    {
        var scopes = UnrealScopes.Current;
        if (scopes.FindActor(actor) is { } known)
        {
            return known;
        }

        var listener = UObject.NewObject<UAsyncActorListener>(actor);
        var scope = scopes.CreateObjectScope(actor.World, actor, actor.Name.ToString());
        listener.Listen(actor, scope);
        scopes.AddActor(actor, scope);
        return scope;
    }
}
