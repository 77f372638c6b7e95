namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    /// <summary>Tasks that were asked to end so far.</summary>
    internal long CancelRequests { get; private set; }

    private const int CancelsAtOnce = 512;
    private static readonly SendOrPostCallback ContinueSweep = static sweep => ((CancelSweep)sweep!).Run(CancelsAtOnce);

    private readonly List<GraceCheck> _graceChecks = [];

    /// <summary>One task, or those of a scope up to an id, that should have ended by then.</summary>
    private readonly record struct GraceCheck(TaskContext? Task, TaskScope Scope, int LastId, double Due);

    /// <summary>Any thread.</summary>
    internal void CancelTask(TaskContext context, CancelReason reason)
    {
        if (!IsOnLoopThread)
        {
            CancelFromOtherThread(context, reason);
            return;
        }

        var record = context.Record;
        if (record.Context == context && !record.Details.CancelRequested)
        {
            RequestCancel(record, reason);
            AddGraceCheck(context, context.Scope);
        }
    }

    private void CancelFromOtherThread(TaskContext context, CancelReason reason) => PostQuietly(() => CancelTask(context, reason));

    /// <summary>Cancels the tasks of a scope and of those below it; a large number is spread over steps, so that the budget holds.</summary>
    internal void CancelTasksIn(TaskScope scope, CancelReason reason, TaskContext? spared = null)
    {
        new CancelSweep(this, scope, reason, spared).Run(CancelsAtOnce);
        AddGraceCheck(null, scope);
    }

    internal void RequestCancel(TaskRecord record, CancelReason reason)
    {
        if (record.Details.CancelRequested)
        {
            return;
        }

        record.Details.CancelRequested = true;
        CancelRequests++;
        record.Details.CancelReason = reason;
        record.Details.IsPausedItself = false;
        if (IsPaused(record))
        {
            ResumeTask(record);
            DeliverParked();
        }

        if (record.Details.DeferDepth == 0)
        {
            DeliverCancel(record);
        }
    }

    /// <summary>From here on each wait of the task ends with an exception, those pending included.</summary>
    internal void DeliverCancel(TaskRecord record)
    {
        record.Cancel = true;
        while (record.Waits.First is { } wait)
        {
            wait.CancelWait();
        }

        if (record.Details.TokenSource is { } source)
        {
            CancelSource(source, record.Context);
        }
    }

    /// <summary>Waits of code that an ended task left running, in scopes that have been cancelled.</summary>
    internal void CancelOrphans()
    {
        for (var wait = _orphanage.Waits.First; wait is not null;)
        {
            var next = wait.NextInTask;
            if (wait.Waiter.IsDetachedCancelled)
            {
                wait.CancelWait();
            }

            wait = next;
        }
    }

    internal void CancelSource(CancellationTokenSource source, TaskContext context)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException fault)
        {
            ReportStrayFault(context, fault);
        }
    }

    private void AddGraceCheck(TaskContext? task, TaskScope scope)
    {
        _graceChecks.Add(new GraceCheck(task, scope, _lastTaskId, Clocks.Real.Now + Options.GraceSeconds));
        _doorbell->Ready = 1;
    }

    private void NameOverdueCancellations()
    {
        var now = Clocks.Real.Now;
        for (var i = _graceChecks.Count - 1; i >= 0; i--)
        {
            var check = _graceChecks[i];
            var isOver = check.Task is { } task ? task.Record.Context != task : !check.Scope.HasCancelledTasks(check.LastId);
            if (!isOver && check.Due > now)
            {
                continue;
            }

            _graceChecks.RemoveAt(i);
            if (isOver)
            {
                continue;
            }

            if (check.Task is { } late)
            {
                NameOverdue(late.Record);
            }
            else
            {
                check.Scope.ForEachTask(record =>
                {
                    if (record.Details.CancelRequested && record.Context.Id <= check.LastId)
                    {
                        NameOverdue(record);
                    }
                });
            }
        }
    }

    private void NameOverdue(TaskRecord record)
    {
        var info = Tasks.Describe(record);
        Log.Write(LogVerbosity.Warning, $"Task '{info.Name}' (#{info.Id} in {info.ScopePath}) was cancelled ({info.CancelReason}) and has not ended after {Options.GraceSeconds:0.#} s; it awaits {info.Wait}.");
    }

    /// <summary>Cancels the tasks of a subtree of scopes in order of start, some now and the rest as ready work.</summary>
    private sealed class CancelSweep(GameLoop loop, TaskScope scope, CancelReason reason, TaskContext? spared)
    {
        // Those that start while the sweep goes on were not meant.
        private readonly int _lastId = loop._lastTaskId;

        public void Run(int limit)
        {
            scope.CancelSome(reason, _lastId, spared, ref limit);
            if (limit == 0)
            {
                loop.EnqueueReady(ContinueSweep, this, loop._rootContext);
            }
            else
            {
                loop.CancelOrphans();
            }
        }
    }
}
