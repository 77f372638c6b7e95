using System.Collections;

namespace AsyncTick;

/// <summary>Runs an iterator as a coroutine, in the calling task.</summary>
internal static class IteratorRunner
{
    public static async Task Run(IEnumerator routine)
    {
        var context = TaskContext.Required;
        var running = new Stack<IEnumerator>();
        running.Push(routine);
        try
        {
            while (running.TryPeek(out var innermost))
            {
                if (context.IsCanceled)
                {
                    context.ThrowCanceled();
                }

                if (!innermost.MoveNext())
                {
                    running.Pop();
                    (innermost as IDisposable)?.Dispose();
                }
                else if (innermost.Current is IEnumerator nested)
                {
                    running.Push(nested);
                }
                else
                {
                    await WaitFor(innermost.Current);
                }
            }
        }
        finally
        {
            // Only after a fault or a cancellation: their finally blocks run now, the innermost first.
            while (running.TryPop(out var left))
            {
                Close(left, context);
            }
        }
    }

    private static void Close(IEnumerator routine, TaskContext context)
    {
        try
        {
            (routine as IDisposable)?.Dispose();
        }
        catch (Exception fault)
        {
            context.ReportFault(fault);
        }
    }

    private static Task WaitFor(object? yielded) => yielded switch
    {
        null => Frame(),
        double seconds => Time(seconds),
        float seconds => Time(seconds),
        int seconds => Time(seconds),
        TimeSpan time => Time(time.TotalSeconds),
        YieldInstruction wait => wait.Run(),
        ITaskHandle handle => End(handle.Taken, [handle.Context]),
        Task task => End(task, []),
        AsyncManualResetEvent source => Set(source),
        _ => throw new InvalidOperationException($"A coroutine yielded a {yielded.GetType().Name}, which is nothing to wait for. Yield null for the next frame, seconds as a number, a TimeSpan, a task, an event, an IEnumerator, or one of Wait's."),
    };

    private static async Task Frame() => await NextFrameAwaitable.Begin("", 0);

    private static async Task Time(double seconds) => await DelayAwaitable.Begin(seconds, default, Clock.Default, "", 0);

    private static async Task Set(AsyncManualResetEvent source) => await source.WaitAsync("", 0);

#pragma warning disable VSTHRD003 // To wait for a task that was started elsewhere is what yielding one means.
    private static async Task End(Task task, TaskContext[] handle)
    {
        try
        {
            await Join.UntilEnded(task, "a task", "", 0);
        }
        catch (GameTaskCanceledException)
        {
            Join.HandBack(handle, [task]);
            throw;
        }

        await task;
    }
#pragma warning restore VSTHRD003
}
