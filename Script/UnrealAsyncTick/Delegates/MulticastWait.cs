using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Listens to one multicast delegate.</summary>
internal sealed class MulticastWait<TDelegate, TListener, TCall> : DelegateWait<TCall>
    where TDelegate : Delegate
    where TListener : UAsyncDelegateListener
{
    private readonly TListener _listener;
    private TMulticastDelegate<TDelegate>? _source;
    private AActor? _actor;
    private DeathWatch? _death;

    private MulticastWait(TListener listener)
    {
        _listener = listener;
        listener.Leave = Leave;
    }

    /// <param name="source">What is listened to.</param>
    /// <param name="actor">The actor that the delegate's object goes with; by default its own, where it is a component, or itself.</param>
    public static MulticastWait<TDelegate, TListener, TCall> Rent(TMulticastDelegate<TDelegate> source, AActor? actor = null)
    {
        // Throws outside of a task, before anything is taken.
        _ = Async.TaskId;
        var listener = ListenerPool<TListener>.Rent(UnrealScopes.Current);
        var wait = listener.Reusable as MulticastWait<TDelegate, TListener, TCall> ?? new(listener);
        listener.Reusable = wait;
        wait._source = source;
        wait._actor = actor;
        return wait;
    }

    protected override void Bind(UObject owner)
    {
        _listener.Sink = this;
        _source!.Add((TDelegate)_listener.Function);
        if ((_actor ?? owner as AActor ?? (owner as UActorComponent)?.Owner) is { } actor)
        {
            _death = DeathWatch.Rent(this, actor);
        }
    }

    protected override void Unbind()
    {
        var source = _source!;
        _source = null;
        _actor = null;
        _death?.Return();
        _death = null;

        // A delegate lives inside its object: once that is gone there is nothing to leave. And the engine asks the listener for its name without
        // looking whether it is there: after a reload of its assembly it is not.
        if (_listener.IsDestroyed)
        {
            _listener.Forget();
        }
        else if (Owner is { IsDestroyed: false })
        {
            source.Remove((TDelegate)_listener.Function);
            ListenerPool<TListener>.Return(_listener, Scopes);
        }
        else
        {
            // The object may be there without its managed half, and the listener still bound to it.
            _listener.Retire();
        }
    }

    private void Leave()
    {
        if (_source is { } source && Owner is { IsDestroyed: false })
        {
            source.Remove((TDelegate)_listener.Function);
        }
    }
}
