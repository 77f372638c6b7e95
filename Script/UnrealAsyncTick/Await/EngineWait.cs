using AsyncTick;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// A wait that holds something of the engine. The finalizer must not give that back: it runs on a thread of its own. So a wait of code that goes without its
/// <c>finally</c> blocks is closed by <see cref="EngineWaits"/>. Game thread only.
/// </summary>
internal abstract class EngineWait
{
    /// <summary>The object that it belongs to; null for none.</summary>
    public UObject? Owner { get; private set; }

    /// <summary>Whether it has begun and was not closed.</summary>
    public bool IsOpen { get; private set; }

    protected UnrealScopes Scopes { get; private set; } = null!;

    /// <summary>The owner is destroyed: ends the wait.</summary>
    public abstract void OwnerIsGone();

    /// <summary>Gives everything back. Does nothing the second time.</summary>
    public abstract void Close();

    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    protected void Register(UObject? owner)
    {
        Scopes = UnrealScopes.Current;
        Scopes.Waits.Add(this, Async.Scope);
        Owner = owner;
        IsOpen = true;
    }

    protected bool Unregister()
    {
        if (!IsOpen)
        {
            return false;
        }

        IsOpen = false;
        Scopes.Waits.Remove(this);
        return true;
    }
}
