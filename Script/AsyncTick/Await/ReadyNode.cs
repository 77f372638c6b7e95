namespace AsyncTick;

/// <summary>A wait that is over before it began (its task is cancelled): it still goes through the ready queue, so that code which swallows the exception and waits again meets the budget instead of spinning.</summary>
internal static class ReadyNode
{
    public static void Resume(TaskContext context, Action continuation)
    {
        GameLoop.NotePending(context.Record, continuation);
        context.Loop.EnqueueResume(continuation, context);
    }
}
