using UnrealSharp.Engine;
using UnrealAsyncTick.Listeners;

namespace UnrealAsyncTick;

/// <summary>Tells a wait that its actor was destroyed, in the call in which it is. Other objects say nothing: those are looked at when the engine has collected.</summary>
internal sealed class DeathWatch : ICallSink
{
    private readonly UUnrealAsyncTick_ActorDestroyedSignatureListener _listener;
    private EngineWait? _wait;
    private AActor? _actor;
    private UnrealScopes? _scopes;

    private DeathWatch(UUnrealAsyncTick_ActorDestroyedSignatureListener listener)
    {
        _listener = listener;
        listener.Leave = Leave;
    }

    public static DeathWatch Rent(EngineWait wait, AActor actor)
    {
        var scopes = UnrealScopes.Current;
        var listener = ListenerPool<UUnrealAsyncTick_ActorDestroyedSignatureListener>.Rent(scopes);
        var watch = listener.Reusable as DeathWatch ?? new DeathWatch(listener);
        listener.Reusable = watch;
        listener.Sink = watch;
        (watch._wait, watch._actor, watch._scopes) = (wait, actor, scopes);
        actor.OnDestroyed.Add((FActorDestroyedSignature)listener.Function);
        return watch;
    }

    public void Take<T>(T call) => _wait?.OwnerIsGone();

    public void Return()
    {
        var (actor, scopes) = (_actor!, _scopes!);
        if (_listener.IsDestroyed)
        {
            _listener.Forget();
        }
        else if (!actor.IsDestroyed)
        {
            Leave();
            ListenerPool<UUnrealAsyncTick_ActorDestroyedSignatureListener>.Return(_listener, scopes);
        }
        else
        {
            _listener.Retire();
        }

        (_wait, _actor, _scopes) = (null, null, null);
    }

    private void Leave()
    {
        if (_actor is { IsDestroyed: false } actor)
        {
            actor.OnDestroyed.Remove((FActorDestroyedSignature)_listener.Function);
        }
    }
}
