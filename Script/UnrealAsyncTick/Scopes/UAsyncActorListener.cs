using AsyncTick;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Ends an actor's scope when the actor leaves the game. Only objects can listen to the engine's delegates.</summary>
[UClass]
public partial class UAsyncActorListener : UObject
{
    private TaskScope? _scope;
    private AActor? _actor;
    private TStrongObjectPtr<UAsyncActorListener>? _alive;

    /// <summary>What the actor's delegate calls.</summary>
    [UFunction]
    public void OnActorEndPlay(AActor actor, EEndPlayReason endPlayReason)
    {
        try
        {
            if (_scope is { } scope)
            {
                scope.Cancel(endPlayReason.ToCancelReason());
                scope.Loop.Flush(scope);
            }
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>The engine purges the object, or its code is reloaded.</summary>
    public override void Dispose()
    {
        _scope?.Cancel(CancelReason.EndPlay);
        Forget();
        base.Dispose();
    }

    internal void Listen(AActor actor, TaskScope scope)
    {
        _scope = scope;
        _actor = actor;
        _alive = new TStrongObjectPtr<UAsyncActorListener>(this);
        actor.OnEndPlay += OnActorEndPlay;
    }

    private void Forget()
    {
        // The engine asks both of them for their names, without looking whether they are there.
        if (!IsDestroyed && _actor is { IsDestroyed: false } actor)
        {
            actor.OnEndPlay -= OnActorEndPlay;
        }

        _scope = null;
        _actor = null;
        _alive?.Dispose();
        _alive = null;
    }
}
