using AsyncTick;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// Listens to an engine delegate for a coroutine. The engine calls functions of objects by name and looks at their parameters, so each signature has a class
/// of its own, which the generator writes. Game thread only.
/// </summary>
[UClass(ClassFlags.Abstract)]
public partial class UAsyncDelegateListener : UObject
{
    private TStrongObjectPtr<UAsyncDelegateListener>? _alive;
    private UnrealScopes? _scopes;

    /// <summary>What gets the calls; null while nobody waits.</summary>
    internal ICallSink? Sink { get; set; }

    /// <summary>The wait that this listener served last, to serve the next one.</summary>
    internal object? Reusable { get; set; }

    /// <summary>Takes the listener from the delegate that it is bound to.</summary>
    internal Action? Leave { get; set; }

    /// <summary>The engine's frame in which it was returned. Until that is over a broadcast may still call it, for what it was bound to then.</summary>
    internal ulong ReturnedIn { get; set; }

    internal Delegate Function => Handler;

    /// <summary>The function that is bound, as the delegate's type. For generated code.</summary>
    protected internal virtual Delegate Handler => throw new InvalidOperationException($"{GetType().Name} has no function; listeners are written by the generator.");

    /// <summary>The engine purges the object, or its code is reloaded.</summary>
    public override void Dispose()
    {
        // At a reload the engine's half lives on, bound, and would get a new managed half.
        if (!IsDestroyed)
        {
            Leave?.Invoke();
            MarkAsGarbage();
        }

        Forget();
        base.Dispose();
    }

    internal bool IsOf(UnrealScopes scopes) => _scopes == scopes && NativeObject != 0;

    internal void Keep(UnrealScopes scopes)
    {
        _alive = new TStrongObjectPtr<UAsyncDelegateListener>(this);
        _scopes = scopes;
        scopes.Waits.Add(this);
    }

    /// <summary>The engine may collect it from now on.</summary>
    internal void Forget()
    {
        _scopes?.Waits.Remove(this);
        _scopes = null;
        _alive?.Dispose();
        _alive = null;
        Sink = null;
        Reusable = null;
        Leave = null;
    }

    /// <summary>Nothing calls it any more, wherever it is still bound.</summary>
    internal void Retire()
    {
        Forget();
        if (!IsDestroyed)
        {
            MarkAsGarbage();
        }
    }

    /// <summary>The delegate was called. For generated code.</summary>
    protected void Raise<T>(T call)
    {
        try
        {
            Sink?.Take(call);
        }
        catch (Exception fault)
        {
            LogUnrealAsyncTick.LogError($"A call of a delegate was lost: {ExceptionText.Full(fault)}");
        }
    }
}
