namespace AsyncTick;

/// <summary>
/// A wait of a task that is cancelled already: it ends with the next frame, so that code which swallows the exception and waits again takes
/// one step per frame instead of the whole budget, and a page of log lines, of each.
/// </summary>
internal static class CancelledWait
{
    public static void Resume(TaskContext context, Action continuation) => context.Loop.EnqueueNextFrame(continuation, context);
}
