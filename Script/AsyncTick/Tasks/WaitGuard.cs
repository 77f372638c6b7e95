using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Refuses a wait that must not begin. Asked where an await asks whether it has to wait at all: an exception from there reaches the code that
/// awaits, where one from the registration of the continuation would end the process.
/// </summary>
internal static class WaitGuard
{
    /// <summary>Throws when the awaitable was made by nothing, the calling thread is not its loop's, or another task than the calling one has made it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Verify([NotNull] TaskContext? context)
    {
        // Current on the loop's thread only.
        if (context is null || !ReferenceEquals(SynchronizationContext.Current, context))
        {
            VerifyElsewhere(context);
        }
    }

    /// <summary>Throws when the awaitable was made by nothing; for waits that may begin on any thread.</summary>
    public static void VerifyMade([NotNull] object? source)
    {
        if (source is null)
        {
            Refuse(null);
        }
    }

    [DoesNotReturn]
    public static void RefuseSecondUse() =>
        throw new InvalidOperationException("This wait has been awaited before, and each can be awaited once. Call the method that made it again, for each await.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void VerifyElsewhere([NotNull] TaskContext? context)
    {
        if (context is null || !context.Loop.IsOnLoopThread)
        {
            Refuse(context);
        }

        if (SynchronizationContext.Current is TaskContext other)
        {
            // It would go on as the other task, with its scope and its cancellation.
            throw new InvalidOperationException($"This wait was made by {Name(context)} and cannot be awaited by {Name(other)}. Call the method that made it in the code that awaits it.");
        }
    }

    private static string Name(TaskContext context) => context.Id == 0 ? "a callback" : $"task #{context.Id}";

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(TaskContext? context) =>
        throw new InvalidOperationException(context is null
            ? "This is the default value of its type, which waits for nothing. Await what a call like NextFrame(), Delay(...), WaitAsync() or Start(...) returns."
            : $"A wait on loop '{context.Loop.Name}' (task #{context.Id}) cannot begin on this thread, where ConfigureAwait(false) or Task.Run led to. Go away by SwitchToThreadPool() and come back by SwitchToGameThread(), or use loop.Post(...).");
}
