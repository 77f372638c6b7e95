using System.ComponentModel;
using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>What generated code calls; game code awaits <c>button.Next(button.OnClicked)</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DelegateAwaits
{
    /// <summary>The next call of a delegate that passes a filter.</summary>
    public static PooledTask<TCall> Next<TDelegate, TListener, TCall>(UObject owner, TMulticastDelegate<TDelegate> source, Func<TCall, bool>? filter, string file, int line)
        where TDelegate : Delegate
        where TListener : UAsyncDelegateListener
    {
        ThrowIfDestroyed(owner);
        return Next(owner, MulticastWait<TDelegate, TListener, TCall>.Rent(source), filter, file, line);
    }

    /// <summary>The call of a single-cast delegate that a function of the engine is given.</summary>
    public static PooledTask<TCall> NextOf<TDelegate, TListener, TCall>(UObject owner, Action<TDelegate<TDelegate>> bind, Action<TDelegate<TDelegate>>? unbind, string file, int line)
        where TDelegate : Delegate
        where TListener : UAsyncDelegateListener
    {
        ArgumentNullException.ThrowIfNull(bind);
        ThrowIfDestroyed(owner);
        return Next(owner, new SingleWait<TDelegate, TListener, TCall>(bind, unbind), null, file, line);
    }

    /// <summary>The calls of a delegate.</summary>
    public static IAsyncEnumerable<TCall> All<TDelegate, TListener, TCall>(UObject owner, TMulticastDelegate<TDelegate> source, int capacity, CallOverflow overflow)
        where TDelegate : Delegate
        where TListener : UAsyncDelegateListener
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ThrowIfDestroyed(owner);
        return All(owner, () => MulticastWait<TDelegate, TListener, TCall>.Rent(source), capacity, overflow);
    }

    /// <summary>The first call of any of an object's delegates.</summary>
    public static async Task<DelegateOutcome> First(UObject owner, DelegatePin[] pins, string file, int line)
    {
        ThrowIfDestroyed(owner);
        var wait = new FirstWait(owner, null);
        try
        {
            wait.Open(pins);
            return await wait.Read(file, line);
        }
        finally
        {
            wait.Close();
        }
    }

    /// <summary>Activates an action and waits for the first call of any of its delegates.</summary>
    public static async Task<DelegateOutcome> Activate(UBlueprintAsyncActionBase action, DelegatePin[] pins, string file, int line)
    {
        ThrowIfDestroyed(action);
        using TStrongObjectPtr<UBlueprintAsyncActionBase> alive = new(action);
        var wait = new FirstWait(action, action as UCancellableAsyncAction);
        try
        {
            wait.Open(pins);
            action.Activate();
            return await wait.Read(file, line);
        }
        finally
        {
            wait.Close();
        }
    }

    internal static async PooledTask<TCall> Next<TCall>(UObject owner, DelegateWait<TCall> wait, Func<TCall, bool>? filter, string file, int line)
    {
        try
        {
            wait.Open(owner, 1, CallOverflow.DropNewest, filter);
            return await wait.Read(file, line);
        }
        finally
        {
            wait.Close();
        }
    }

    internal static async IAsyncEnumerable<TCall> All<TCall>(UObject owner, Func<DelegateWait<TCall>> rent, int capacity, CallOverflow overflow)
    {
        ThrowIfDestroyed(owner);
        var wait = rent();
        try
        {
            wait.Open(owner, capacity, overflow, null);
            while (true)
            {
                while (wait.TryRead(out var call))
                {
                    yield return call;
                }

                if (wait.HasEnded)
                {
                    yield break;
                }

                await wait.Filled.WaitAsync();
            }
        }
        finally
        {
            wait.Close();
        }
    }

    internal static void ThrowIfDestroyed(UObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (owner.IsDestroyed)
        {
            throw new ObjectDestroyedException("The object has been destroyed; its delegate will not be called any more.");
        }
    }
}
