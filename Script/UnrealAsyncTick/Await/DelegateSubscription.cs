using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>Listens to one delegate until it is disposed.</summary>
internal sealed class DelegateSubscription<T> : IDisposable
    where T : Delegate
{
    private readonly UObject _owner;
    private readonly TMulticastDelegate<T> _source;
    private readonly TStrongObjectPtr<UAsyncDelegateListener> _listener;
    private readonly T _handler;

    public DelegateSubscription(UObject owner, TMulticastDelegate<T> source, Action<DelegateCall> called)
    {
        var listener = UObject.NewObject<UAsyncDelegateListener>();
        _handler = (T?)listener.HandlerFor(typeof(T)) ?? throw new NotSupportedException(
            $"No listener has the parameters of {typeof(T).Name}. Give your class a [UFunction] with them that calls Raise of an AsyncSignal<T>, add it to the delegate, and await the signal.");
        _owner = owner;
        _source = source;
        _listener = new TStrongObjectPtr<UAsyncDelegateListener>(listener);
        listener.Called = called;
        source.Add(_handler);
    }

    public void Dispose()
    {
        // A delegate lives inside its object: once that is gone there is nothing to leave.
        if (!_owner.IsDestroyed)
        {
            _source.Remove(_handler);
        }

        _listener.Dispose();
    }
}
