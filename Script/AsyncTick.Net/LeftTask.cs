namespace AsyncTick.Net;

/// <summary>What a library still does when no code waits for it any more.</summary>
internal static class LeftTask
{
    /// <summary>Its fault, should it come to one, is none that went unseen.</summary>
    public static void Forget(Task task) =>
        _ = task.ContinueWith(static left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
