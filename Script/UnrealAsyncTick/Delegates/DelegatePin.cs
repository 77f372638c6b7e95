using System.ComponentModel;
using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>One of an object's delegates, to wait for whichever is called first. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DelegatePin
{
    private readonly Func<DelegateWait<DelegateCall>> _rent;

    private DelegatePin(string name, Func<DelegateWait<DelegateCall>> rent)
    {
        Name = name;
        _rent = rent;
    }

    internal string Name { get; }

    /// <summary>Names a delegate.</summary>
    public static DelegatePin Of<TDelegate, TListener, TCall>(string name, TMulticastDelegate<TDelegate> source)
        where TDelegate : Delegate
        where TListener : UAsyncDelegateListener => new(name, () => MulticastWait<TDelegate, TListener, DelegateCall>.Rent(source));

    internal DelegateWait<DelegateCall> Open(UObject owner, AsyncAutoResetEvent filled)
    {
        var wait = _rent();
        wait.Open(owner, 1, CallOverflow.DropNewest, null, filled);
        return wait;
    }
}
