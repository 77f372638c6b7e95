using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Tracked tasks whose outermost method is a pooled one: no plain task stands for them until somebody asks for it.</summary>
public sealed unsafe partial class GameLoop
{
    // How pooled tasks failed, for as long as somebody holds their handles.
    private readonly ConditionalWeakTable<TaskContext, Task> _pooledFailures = [];

    /// <summary>Starts a task in <see cref="RootScope"/>; see <see cref="TaskScope.Start(Func{PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public GameTask Start(
        Func<PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RootScope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in <see cref="RootScope"/>; see <see cref="TaskScope.Start(Func{PooledTask}, string?, string, string, int)"/>.</summary>
    [OverloadResolutionPriority(-1)]
    public GameTask<T> Start<T>(
        Func<PooledTask<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RootScope.Start(body, name, expression, file, line);

    /// <summary>The body has run up to its first wait: takes it over. Returns how it ended, or null when it waits.</summary>
    internal Task? EndBeginPooled(TaskContext context, PooledTask pooled, in StartFrame frame)
    {
        PooledOperation? operation = null;
        Task ended;
        try
        {
            operation = pooled.Claim(out ended);
        }
        catch (InvalidOperationException misuse)
        {
            ended = Task.FromException(misuse);
        }

        if (operation is not null)
        {
            Track(context, operation, null, frame);
            return null;
        }

        EndBegin(context, ended, frame);
        return ended;
    }

    /// <summary>As the other overload, for a method with a result. Returns the plain task that stands for it.</summary>
    internal Task<T> EndBeginPooled<T>(TaskContext context, PooledTask<T> pooled, in StartFrame frame)
    {
        PooledOperation? operation = null;
        var promise = new TaskCompletionSource<T>();
        try
        {
            operation = pooled.Claim(promise);
        }
        catch (InvalidOperationException misuse)
        {
            promise.SetException(misuse);
        }

        if (operation is not null)
        {
            Track(context, operation, promise, frame);
        }
        else
        {
            EndBegin(context, promise.Task, frame);
        }

        return promise.Task;
    }

    /// <summary>The plain task that stands for a pooled one; made when it is asked for before the end. Any thread.</summary>
    internal Task OutcomeOf(TaskContext context)
    {
        if (context.HasEnded)
        {
            return _pooledFailures.TryGetValue(context, out var failure) ? failure : Task.CompletedTask;
        }

        if (!IsOnLoopThread)
        {
            return OutcomeFromOtherThread(context);
        }

        var record = context.Record;
        if (record.Context != context)
        {
            // Given up (TaskScope.Abandon): it never ends.
            record = new TaskRecord();
        }

        var promise = record.Details.Promise as TaskCompletionSource<NoResult>;
        record.Details.Promise = promise ??= new TaskCompletionSource<NoResult>();
#pragma warning disable VSTHRD003 // Whoever awaits it sees to that; as for the handle.
        return promise.Task;
#pragma warning restore VSTHRD003
    }

    private Task OutcomeFromOtherThread(TaskContext context)
    {
        var outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PostQuietly(() => OutcomeOf(context).ContinueWith(
            static (ended, outcome) => ((TaskCompletionSource)outcome!).SetFromTask(ended),
            outcome,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default));
        return outcome.Task;
    }

    private void Track(TaskContext context, PooledOperation operation, object? promise, in StartFrame frame)
    {
        context.Record.Pooled = operation;
        context.Record.Details.Promise = promise;
        FinishBegin(context, frame);
    }

    // What AfterStep does, for a pooled method.
    private void AfterPooledStep(TaskRecord record, PooledOperation pooled)
    {
        if (pooled.HasEnded)
        {
            EndPooled(record, pooled);
        }
        else if (!record.ObserverAttached)
        {
            if (record.OwnContinuation is null && record.Details.Candidate is { } candidate && ReferenceEquals(candidate.Target, pooled))
            {
                record.OwnContinuation = candidate;
                record.OwnWait = OwnWait.Await;
                record.OtherPending--;
                record.Details.Candidate = null;
            }
            else
            {
                record.ObserverAttached = true;
                record.Details.Candidate = null;
                pooled.TellEndTo(record.Context);
            }
        }
    }

    private void EndPooled(TaskRecord record, PooledOperation pooled)
    {
        var context = record.Context;
        record.Pooled = null;
        var failure = pooled.Settle(record.Details.Promise);
        if (failure is not null)
        {
            _pooledFailures.Add(context, failure);
        }

        EndTask(context, record, failure ?? Task.CompletedTask);
    }
}
