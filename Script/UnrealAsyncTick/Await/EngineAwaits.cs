using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Waits on objects of the engine, for coroutines. Each of them also ends with the calling task's scope. Game thread only.</summary>
public static class EngineAwaits
{
    /// <summary>
    /// Waits for the next call of a delegate: <c>await Send.Next(Send.OnClicked)</c>. Unsubscribes in every case. Only calls after this one count.
    /// </summary>
    /// <param name="owner">The object that the delegate belongs to.</param>
    /// <param name="source">The delegate.</param>
    /// <exception cref="ObjectDestroyedException">The object was destroyed first.</exception>
    /// <exception cref="NotSupportedException">No listener has the delegate's parameters; the message says what to do.</exception>
    public static async Task<DelegateCall> Next<T>(this UObject owner, TMulticastDelegate<T> source)
        where T : Delegate
    {
        ThrowIfDestroyed(owner);
        DelegateCall? call = null;
        using var subscription = new DelegateSubscription<T>(owner, source, first => call ??= first);

        // Asked once a frame: there is no delegate for the end of any object.
        await Async.Until(() => call is not null || owner.IsDestroyed);
        return call ?? throw new ObjectDestroyedException("The object was destroyed before its delegate was called.");
    }

    /// <summary>
    /// The calls of a delegate as a stream: <c>await foreach (var call in Send.All(Send.OnClicked))</c>. Leaving the loop in any way unsubscribes; the
    /// stream ends when the object is destroyed.
    /// </summary>
    /// <param name="owner">The object that the delegate belongs to.</param>
    /// <param name="source">The delegate.</param>
    /// <param name="capacity">How many calls may wait to be read; of more, the oldest are dropped.</param>
    public static async IAsyncEnumerable<DelegateCall> All<T>(this UObject owner, TMulticastDelegate<T> source, int capacity = 64)
        where T : Delegate
    {
        ThrowIfDestroyed(owner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var calls = new Queue<DelegateCall>();
        using var subscription = new DelegateSubscription<T>(owner, source, call =>
        {
            if (calls.Count == capacity)
            {
                calls.Dequeue();
            }

            calls.Enqueue(call);
        });
        while (true)
        {
            while (calls.TryDequeue(out var call))
            {
                yield return call;
            }

            if (owner.IsDestroyed)
            {
                yield break;
            }

            await Async.Until(() => calls.Count > 0 || owner.IsDestroyed);
        }
    }

    /// <summary>Waits until a condition of an object holds, asked at once and then once a frame, or until the object is destroyed.</summary>
    /// <returns>Whether the condition holds; false when the object was destroyed first, and must not be touched.</returns>
    public static async Task<bool> Until<T>(this T owner, Func<T, bool> condition)
        where T : UObject
    {
        ArgumentNullException.ThrowIfNull(condition);
        var holds = false;
        await Async.Until(() => owner.IsDestroyed || (holds = condition(owner)));
        return holds && !owner.IsDestroyed;
    }

    /// <summary>Waits until an object is destroyed; at once when it is. Asked once a frame.</summary>
    public static async Task WhenDestroyed(this UObject owner) => await Async.Until(owner, static gone => gone.IsDestroyed);

    /// <summary>Waits for a time of a particular world, whatever world the calling task is in: the wait keeps that world's clock.</summary>
    /// <param name="world">Whose time.</param>
    /// <param name="seconds">How long, in seconds of <paramref name="clock"/>.</param>
    /// <param name="clock">Which of its clocks.</param>
    /// <returns>True when the time has passed; false when the world ended first.</returns>
    public static async Task<bool> Delay(this UWorld world, double seconds, Clock clock = Clock.Game)
    {
        var scope = UnrealScopes.Current.Of(world);
        UnrealScopes.Current.SyncClocks(world);
        var source = scope.Clocks.Get(clock);
        var due = source.Now + seconds;
        await Async.Until(() => source.Now >= due || scope.IsCancellationRequested);
        return !scope.IsCancellationRequested;
    }

    private static void ThrowIfDestroyed(UObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (owner.IsDestroyed)
        {
            throw new ObjectDestroyedException("The object has been destroyed; its delegate will not be called any more.");
        }
    }
}
