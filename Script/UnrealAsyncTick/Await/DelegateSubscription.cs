using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// Listens to one delegate until it is disposed. The finalizer must not do that in its place: it runs on a thread of its own. So a subscription of code
/// that goes without its <c>finally</c> blocks is ended by <see cref="DelegateSubscriptions"/>.
/// </summary>
internal sealed class DelegateSubscription<T> : IDisposable
    where T : Delegate
{
    private readonly UObject _owner;
    private readonly TMulticastDelegate<T> _source;
    private readonly TStrongObjectPtr<UAsyncDelegateListener> _listener;
    private readonly T _handler;
    private readonly UnrealScopes _scopes = UnrealScopes.Current;
    private bool _isDisposed;

    public DelegateSubscription(UObject owner, TMulticastDelegate<T> source, Action<DelegateCall> called)
    {
        var listener = UObject.NewObject<UAsyncDelegateListener>();
        _handler = (T?)listener.HandlerFor(typeof(T)) ?? throw new NotSupportedException(
            $"No listener has the parameters of {typeof(T).Name}. Give your class a [UFunction] with them that calls Raise of an AsyncSignal<T>, add it to the delegate, and await the signal.");
        _owner = owner;
        _source = source;
        listener.Called = called;
        source.Add(_handler);
        _listener = new TStrongObjectPtr<UAsyncDelegateListener>(listener);
        _scopes.Subscriptions.Add(this, Async.Scope);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        // A delegate lives inside its object: once that is gone there is nothing to leave. And the engine asks the listener for its name without
        // looking whether it is there: after a reload of this assembly it is not.
        _isDisposed = true;
        if (!_owner.IsDestroyed && _handler.Target is UObject { IsDestroyed: false })
        {
            _source.Remove(_handler);
        }

        _listener.Dispose();
        _scopes.Subscriptions.Remove(this);
    }
}
