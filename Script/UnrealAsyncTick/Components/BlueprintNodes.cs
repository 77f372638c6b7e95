using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>
/// The bodies of async <c>[UFunction]</c>s that run in one scope. UnrealSharp calls such a function on the game thread outside of any task, awaits what it
/// returns, and a hot reload waits for that on the game thread: so a node ends where its body does, before the step is over. Game thread only.
/// </summary>
internal sealed class BlueprintNodes(TaskScope scope)
{
    private readonly List<(Task Outcome, Action GiveUp)> _running = [];

    /// <summary>Runs a body with a result. UnrealSharp hands its fault to the node's <c>Failed</c>, so the log does not have it.</summary>
    public Task<T> Run<T>(Func<Task<T>> body, string name, CancellationToken cancellation)
    {
        UnrealScopes.Current.Source.SyncClocks();
        var outcome = new TaskCompletionSource<T>();
        var task = scope.Start(body, name);
        EndWithNode(outcome.Task, cancellation, () => task.Cancel(), () => outcome.TrySetCanceled());
        task.Task.ContinueWith(
            ended => OutsideOfTasks(() => outcome.TrySetFromTask(ended)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return outcome.Task;
    }

    /// <summary>Runs a body without a result. UnrealSharp drops its fault, so the loop logs it, in the same frame and with the node's name.</summary>
    public Task Run(Func<Task> body, string name, CancellationToken cancellation)
    {
        UnrealScopes.Current.Source.SyncClocks();
        var outcome = new TaskCompletionSource();
        var task = scope.Start(
            async () =>
            {
                try
                {
                    await body();
                }
                catch (OperationCanceledException)
                {
                    OutsideOfTasks(() => outcome.TrySetCanceled());
                    throw;
                }
                catch (Exception fault)
                {
                    OutsideOfTasks(() => outcome.TrySetException(fault));
                    throw;
                }

                OutsideOfTasks(() => outcome.TrySetResult());
            },
            name);
        EndWithNode(outcome.Task, cancellation, () => task.Cancel(), () => outcome.TrySetCanceled());
        return outcome.Task;
    }

    /// <summary>Ends as canceled what waits for bodies that have not ended: whatever they still do is not waited for.</summary>
    public void GiveUp()
    {
        foreach (var (_, giveUp) in _running)
        {
            giveUp();
        }

        _running.Clear();
    }

    private void EndWithNode(Task outcome, CancellationToken cancellation, Action cancel, Func<bool> giveUp)
    {
        if (outcome.IsCompleted)
        {
            return;
        }

        _running.RemoveAll(static node => node.Outcome.IsCompleted);
        _running.Add((outcome, () => giveUp()));
        if (cancellation.CanBeCanceled)
        {
            var registration = cancellation.Register(cancel);
            outcome.ContinueWith(_ => registration.Unregister(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // The code that awaits the outcome has no context; with ours in place the runtime would resume it on a thread of the pool, later.
    private static void OutsideOfTasks(Action complete)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            complete();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
