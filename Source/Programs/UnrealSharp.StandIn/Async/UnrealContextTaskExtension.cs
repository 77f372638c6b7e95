namespace UnrealSharp;

/// <summary>UnrealSharp's way back to the game thread, with what it is known to do: see its remarks.</summary>
/// <remarks>A task without a result gives up its fault and its cancellation: the awaiter sees success. One with a result is tracked until it ends.</remarks>
public static class UnrealContextTaskExtension
{
    public static Task ConfigureWithUnrealContext(this Task task)
    {
        SynchronizationContext.SetSynchronizationContext(new UnrealSynchronizationContext());
        return task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public static Task<T> ConfigureWithUnrealContext<T>(this Task<T> task)
    {
        var unregister = TaskTracker.Register(task);
        SynchronizationContext.SetSynchronizationContext(new UnrealSynchronizationContext());
        return task.ContinueWith(
            ended =>
            {
                unregister();
                return ended.Result;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
