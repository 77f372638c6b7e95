using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>Listens to a single-cast delegate that a function of the engine was given. Its listener serves one wait: the engine may keep the delegate.</summary>
internal sealed class SingleWait<TDelegate, TListener, TCall>(Action<TDelegate<TDelegate>> bind, Action<TDelegate<TDelegate>>? unbind) : DelegateWait<TCall>
    where TDelegate : Delegate
    where TListener : UAsyncDelegateListener
{
    private TListener? _listener;
    private TDelegate<TDelegate>? _given;

    protected override void Bind(UObject owner)
    {
        _listener = UObject.NewObject<TListener>();
        _listener.Keep(Scopes);
        _listener.Sink = this;
        _given = new TDelegate<TDelegate>();
        _given.Add((TDelegate)_listener.Function);
        bind(_given);
    }

    protected override void Unbind()
    {
        _listener?.Retire();
        if (Owner is { IsDestroyed: false } && _given is not null)
        {
            unbind?.Invoke(_given);
        }
    }
}
