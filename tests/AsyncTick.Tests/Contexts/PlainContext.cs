namespace AsyncTick.Tests;

/// <summary>
/// What a context of one thread does at its plainest: a queue, whose callbacks run in the execution context of the code that posted them, as those of
/// .NET's thread pool and of AsyncEx's context do.
/// </summary>
internal sealed class PlainContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State, ExecutionContext? Values)> _queue = new();
    private readonly ExecutionContext _clean = ExecutionContext.Capture()!;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state, ExecutionContext.Capture()));
            Monitor.Pulse(_queue);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Runs an async method, and what is posted, on this thread until the method has ended.</summary>
    public void Run(Func<Task> body)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = body();
            task.ContinueWith(_ => Post(_ => { }, null), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                RunNext();
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void RunNext()
    {
        (SendOrPostCallback Callback, object? State, ExecutionContext? Values) next;
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                Assert.That(Monitor.Wait(_queue, TimeSpan.FromSeconds(20)), Is.True, "nothing was posted for 20 s");
            }

            next = _queue.Dequeue();
        }

        ExecutionContext.Run(
            next.Values ?? _clean,
            _ =>
            {
                SetSynchronizationContext(this);
                next.Callback(next.State);
            },
            null);
        SetSynchronizationContext(this);
    }
}
