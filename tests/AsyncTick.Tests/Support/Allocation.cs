namespace AsyncTick.Tests;

/// <summary>Exact bytes that the calling thread allocates.</summary>
internal static class Allocation
{
    /// <summary>What the runtime keeps of so many waits of methods that it suspends itself; nothing for methods with a state machine.</summary>
#if RUNTIME_ASYNC
    public static long OfRuntime(int waits) => waits * 64L;
#else
    public static long OfRuntime(int waits) => waits * 0L;
#endif

    /// <summary>
    /// The least that one of a few runs allocates, after a run to warm up. What is allocated per operation shows in every run; what the runtime
    /// allocates once, when it recompiles a hot method, shows in one.
    /// </summary>
    public static long Of(Action action, int runs = 4)
    {
        action();
        action();
        var least = long.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
