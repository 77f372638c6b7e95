namespace AsyncTick;

/// <summary>
/// A wait of a task that is canceled already: it ends with the next frame, so that code which swallows the exception and waits again takes
/// one step per frame instead of the whole budget, and a page of log lines, of each.
/// </summary>
internal static class CanceledWait
{
    public static void Resume(TaskContext context, Action continuation) => context.Loop.EnqueueNextFrame(continuation, context);
}
