using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Sets a thread's current context without looking the thread up first, which is most of the cost of
/// <see cref="SynchronizationContext.SetSynchronizationContext"/>. Should a future runtime keep the context elsewhere, that method is used.
/// </summary>
internal static class ContextSlot
{
    private static readonly bool IsDirect = Probe();

    /// <summary>Makes <paramref name="context"/> current on <paramref name="thread"/>, which must be the calling thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(Thread thread, SynchronizationContext? context)
    {
        if (IsDirect)
        {
            SlotOf(thread) = context;
        }
        else
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>As <see cref="Set"/>, for one that often is current already: looking costs less than the write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Change(Thread thread, SynchronizationContext? context)
    {
        if (!IsDirect || !ReferenceEquals(SlotOf(thread), context))
        {
            Set(thread, context);
        }
    }

    /// <summary>What is current on another thread right now; null when that cannot be known.</summary>
    public static SynchronizationContext? Get(Thread thread) => IsDirect ? Volatile.Read(ref SlotOf(thread)) : null;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_synchronizationContext")]
    private static extern ref SynchronizationContext? SlotOf(Thread thread);

    private static bool Probe()
    {
        var previous = SynchronizationContext.Current;
        try
        {
            var probe = new SynchronizationContext();
            SlotOf(Thread.CurrentThread) = probe;
            return SynchronizationContext.Current == probe;
        }
        catch (MissingFieldException)
        {
            return false;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }
}
