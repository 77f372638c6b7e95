using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Waits on objects of the engine, for coroutines. Each of them also ends with the calling task's scope. Game thread only.</summary>
public static class EngineAwaits
{
    /// <summary>
    /// Waits for the next call of a delegate, for code that the generator has not seen, a script's: elsewhere the same spelling gives the parameters by name and
    /// type. Unsubscribes in every case. Only calls after this one count.
    /// </summary>
    /// <param name="owner">The object that the delegate belongs to.</param>
    /// <param name="source">The delegate.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ObjectDestroyedException">The object was destroyed first.</exception>
    /// <exception cref="InvalidOperationException">No loaded assembly has a listener for the delegate; the message says what to do.</exception>
    public static PooledTask<DelegateCall> Next<T>(this UObject owner, TMulticastDelegate<T> source, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : Delegate
    {
        DelegateAwaits.ThrowIfDestroyed(owner);
        return DelegateAwaits.Next(owner, UntypedDelegates.Rent(source), null, file, line);
    }

    /// <summary>
    /// The calls of a delegate as a stream, for code that the generator has not seen. Leaving the loop in any way unsubscribes; the stream ends when the object is
    /// destroyed.
    /// </summary>
    /// <param name="owner">The object that the delegate belongs to.</param>
    /// <param name="source">The delegate.</param>
    /// <param name="capacity">How many calls may wait to be read.</param>
    /// <param name="overflow">What becomes of more.</param>
    public static IAsyncEnumerable<DelegateCall> All<T>(this UObject owner, TMulticastDelegate<T> source, int capacity = 64, CallOverflow overflow = CallOverflow.DropOldest)
        where T : Delegate
    {
        DelegateAwaits.ThrowIfDestroyed(owner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return DelegateAwaits.All(owner, () => UntypedDelegates.Rent(source), capacity, overflow);
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
}
