using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>The tasks that a hot reload waits for: results of <c>Task&lt;T&gt;</c>, from the await until their end.</summary>
public static class TaskTracker
{
    // UnrealSharp waits for ever; a test wants to end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static int ActiveCount => SimulatedEngine.Current.TrackedTasks.Count;

    /// <summary>Blocks the game thread until they have all ended.</summary>
    /// <exception cref="TimeoutException">They have not: here the editor hangs.</exception>
    /// <exception cref="Exception">One of them failed or was canceled meanwhile: here the process ends.</exception>
    public static void WaitForAllActiveTasks()
    {
        var all = Task.WhenAll(SimulatedEngine.Current.TrackedTasks.Keys);
        if (Task.WaitAny([all], Patience) < 0)
        {
            throw new TimeoutException($"{ActiveCount} tracked tasks have not ended, and the game thread waits for them: the editor hangs here.");
        }

        all.GetAwaiter().GetResult();
    }

    // Off the game thread it must find the same list again.
    internal static Action Register(Task task)
    {
        var tracked = SimulatedEngine.Current.TrackedTasks;
        tracked.TryAdd(task, 0);
        return () => tracked.TryRemove(task, out _);
    }
}
