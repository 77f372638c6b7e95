using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Sets a thread's current context without looking the thread up first, which is most of the cost of
/// <see cref="SynchronizationContext.SetSynchronizationContext"/>. Without a thread, and should a future runtime keep the context elsewhere, that
/// method is used.
/// </summary>
internal static class ContextSlot
{
    private static readonly bool IsDirect = Probe();

    /// <summary>Makes <paramref name="context"/> current on <paramref name="thread"/>, which must be the calling thread, or null for the public way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(Thread? thread, SynchronizationContext? context)
    {
        if (thread is not null && IsDirect)
        {
            SlotOf(thread) = context;
        }
        else
        {
            SetInPublic(context);
        }
    }

    /// <summary>As <see cref="Set"/>, for one that often is current already: looking costs less than the write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Change(Thread? thread, SynchronizationContext? context)
    {
        if (thread is null || !IsDirect || !ReferenceEquals(SlotOf(thread), context))
        {
            Set(thread, context);
        }
    }

    /// <summary>What is current on another thread right now; null when that cannot be known, and then the loop has it (<see cref="Waiter.NoteCurrent"/>).</summary>
    public static SynchronizationContext? Get(Thread? thread) => thread is not null && IsDirect ? Volatile.Read(ref SlotOf(thread)) : null;

    // Another thread cannot ask for it in public, so the loop is told.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetInPublic(SynchronizationContext? context)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        (context as Waiter)?.NoteCurrent();
    }

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
