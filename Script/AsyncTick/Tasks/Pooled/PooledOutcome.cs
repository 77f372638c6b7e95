namespace AsyncTick;

/// <summary>Makes the plain task that stands for a tracked pooled one, when it is asked for.</summary>
internal static class PooledOutcome
{
    /// <summary>The plain task of a task whose body is a pooled method without a result. Any thread.</summary>
    public static Task Of(TaskContext context)
    {
        if (context.HasEnded)
        {
            return context.Loop.Ends.FailureOf(context) ?? Task.CompletedTask;
        }

        if (!context.Loop.IsOnLoopThread)
        {
            return FromOtherThread(context);
        }

        // An abandoned task never ends, and its record is not its own any more.
        var details = context.Record.Context == context ? context.Record.Details : new TaskDetails();
        var promise = details.Promise as TaskCompletionSource<NoResult>;
        details.Promise = promise ??= new TaskCompletionSource<NoResult>();
#pragma warning disable VSTHRD003 // What awaits it sees to that; as for the handle.
        return promise.Task;
#pragma warning restore VSTHRD003
    }

    private static Task FromOtherThread(TaskContext context)
    {
        var outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Loop.PostQuietly(() => Of(context).ContinueWith(
            static (ended, outcome) => ((TaskCompletionSource)outcome!).SetFromTask(ended),
            outcome,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default));
        return outcome.Task;
    }
}
