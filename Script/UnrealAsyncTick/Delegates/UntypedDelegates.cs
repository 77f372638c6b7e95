using System.Reflection;
using UnrealSharp;

namespace UnrealAsyncTick;

/// <summary>Finds a delegate's listener at run time, for code that was compiled without the generator: scripts.</summary>
internal static class UntypedDelegates
{
    private static readonly MethodInfo Open = typeof(UntypedDelegates).GetMethod(nameof(RentAs), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <exception cref="InvalidOperationException">No assembly has a listener for the delegate.</exception>
    public static DelegateWait<DelegateCall> Rent<TDelegate>(TMulticastDelegate<TDelegate> source)
        where TDelegate : Delegate
    {
        // Of a game that was reloaded the old code may still be in memory; the new one was loaded later.
        var listener = AppDomain.CurrentDomain.GetAssemblies().AsEnumerable().Reverse().Select(static assembly => Find(assembly, typeof(TDelegate))).FirstOrDefault(static type => type is not null);
        if (listener is null)
        {
            throw new InvalidOperationException(
                $"No loaded assembly has a listener for {typeof(TDelegate).Name}. Code of a project gets one by importing Game.props of the adapter; for a script, name the delegate in the game's project: [assembly: AwaitableDelegate(typeof({typeof(TDelegate).Name}))].");
        }

        return (DelegateWait<DelegateCall>)Open.MakeGenericMethod(typeof(TDelegate), listener).Invoke(null, [source])!;
    }

    private static Type? Find(Assembly assembly, Type type) => assembly.IsDynamic
        ? null
        : assembly.GetCustomAttributes<DelegateListenerAttribute>().FirstOrDefault(each => each.Type == type)?.Listener;

    private static DelegateWait<DelegateCall> RentAs<TDelegate, TListener>(TMulticastDelegate<TDelegate> source)
        where TDelegate : Delegate
        where TListener : UAsyncDelegateListener => MulticastWait<TDelegate, TListener, DelegateCall>.Rent(source);
}
