using System.Globalization;

namespace AsyncTick;

/// <summary>
/// Cancels tasks and scopes, and names those that do not end in the grace time. Loop thread only unless said otherwise.
/// </summary>
internal sealed class LoopCancellation(GameLoop loop)
{
    private const int CancelsAtOnce = 512;
    private static readonly SendOrPostCallback ContinueSweep = static sweep => ((Sweep)sweep!).Run(CancelsAtOnce);

    // In order of their due times, as long as the grace time stays the same; after a change some are late by the difference.
    private readonly Queue<GraceCheck> _graceChecks = new();

    /// <summary>One task, or those of a scope up to a place in the order of starts, that should have ended by then.</summary>
    private readonly record struct GraceCheck(TaskContext? Task, TaskScope Scope, long Last, double Due);

    /// <summary>The loop has been shut down: its tasks have ended, or will not.</summary>
    public bool HasShutDown { get; set; }

    /// <summary>Tasks that were asked to end so far.</summary>
    public long Requests { get; private set; }

    /// <summary>What holds cancellations off.</summary>
    public LoopDeferrals Deferrals { get; } = new(loop);

    /// <summary>Whether each frame has to look here.</summary>
    public bool IsWatching => _graceChecks.Count > 0;

    /// <summary>See <see cref="GameTask.Cancel"/>. Any thread.</summary>
    public void Cancel(TaskContext context, CancelReason reason)
    {
        if (!loop.IsOnLoopThread)
        {
            PostCancel(context, reason);
            return;
        }

        var record = context.Record;
        if (record.Context == context && !record.Details.CancelRequested)
        {
            Request(record, reason);
            AddGraceCheck(context, context.Scope);
        }
    }

    /// <summary>See <see cref="TaskScope.Cancel"/>. Any thread.</summary>
    public void Cancel(TaskScope scope, CancelReason reason)
    {
        if (!loop.IsOnLoopThread)
        {
            PostCancel(scope, reason);
            return;
        }

        if (scope.IsCancellationRequested)
        {
            return;
        }

        loop.Pausing.End(scope);
        List<CancellationTokenSource>? tokens = null;
        scope.Close(reason, ref tokens);
        foreach (var source in tokens ?? [])
        {
            loop.Faults.CancelSource(source, loop.Tasks.Records.DetachedContext);
        }

        CancelTasksIn(scope, reason);
        scope.CloseIfEmpty();
    }

    /// <summary>Cancels the tasks of a scope and of those below it; a large number is spread over steps, so that the budget holds.</summary>
    public void CancelTasksIn(TaskScope scope, CancelReason reason, TaskContext? spared = null)
    {
        new Sweep(this, loop, scope, reason, spared).Run(CancelsAtOnce);
        AddGraceCheck(null, scope);
    }

    /// <summary>Called each frame with work: logs which canceled tasks have not ended in time, and what they await.</summary>
    public void NameOverdue()
    {
        // Only the first: with a hundred thousand that end over many frames a look at each would cost more than what they do.
        var now = loop.Clocks.Real.Now;
        while (_graceChecks.TryPeek(out var check))
        {
            var isOver = check.Task is { } task ? task.Record.Context != task : !check.Scope.HasCanceledTasks(check.Last);
            if (!isOver && check.Due > now)
            {
                break;
            }

            _graceChecks.Dequeue();
            if (!isOver)
            {
                NameOverdue(check);
            }
        }
    }

    // By themselves: a lambda in Cancel would cost every call its closure.
    private void PostCancel(TaskContext context, CancelReason reason) => loop.PostQuietly(() => Cancel(context, reason));

    private void PostCancel(TaskScope scope, CancelReason reason) => loop.PostQuietly(() => Cancel(scope, reason));

    private void Request(TaskRecord record, CancelReason reason)
    {
        var details = record.Details;
        if (details.CancelRequested)
        {
            return;
        }

        details.CancelRequested = true;
        details.CancelReason = reason;
        loop.Recorder.Cancel(record.Context.Id, reason);
        Requests++;
        loop.Pausing.End(record);
        if (details.IsDeferring)
        {
            Deferrals.HoldOff(record);
        }
        else
        {
            Deliver(record);
        }
    }

    /// <summary>From here on each wait of the task ends with an exception, those pending included.</summary>
    public void Deliver(TaskRecord record)
    {
        record.Cancel = true;

        // A token that another thread makes right now sees the mark, or is seen below.
        Interlocked.MemoryBarrier();
        while (record.Waits.First is { } wait)
        {
            wait.CancelWait();
        }

        if (record.Details.TokenSource is { } source)
        {
            loop.Faults.CancelSource(source, record.Context);
        }
    }

    // Waits of code that an ended task left running, in scopes that have been canceled.
    private void CancelDetached()
    {
        for (var wait = loop.Tasks.Records.Detached.Waits.First; wait is not null;)
        {
            var next = wait.NextInTask;
            if (wait.Waiter.IsDetachedCanceled)
            {
                wait.CancelWait();

                // Its leaving may have let the next one into a lock: that one waits no more.
                next = next is { IsLinked: false } ? loop.Tasks.Records.Detached.Waits.First : next;
            }

            wait = next;
        }
    }

    private void AddGraceCheck(TaskContext? task, TaskScope scope)
    {
        _graceChecks.Enqueue(new GraceCheck(task, scope, loop.Tasks.Records.Started, loop.Clocks.Real.Now + loop.Options.GraceSeconds));
        loop.RingDoorbell();
    }

    private void NameOverdue(in GraceCheck check)
    {
        if (check.Task is { } late)
        {
            NameOverdue(late.Record);
            return;
        }

        var last = check.Last;
        check.Scope.ForEachTask(record =>
        {
            if (record.Details.CancelRequested && record.Details.Place <= last)
            {
                NameOverdue(record);
            }
        });
    }

    private void NameOverdue(TaskRecord record)
    {
        if (loop.Watch.Repeats.MayName("a canceled task has not ended in time.") && loop.Tasks.Describer.Describe(record) is var info)
        {
            loop.Log.Write(LogVerbosity.Warning, string.Create(CultureInfo.InvariantCulture, $"Task '{info.Name}' (#{info.Id} in {info.ScopePath}) was canceled ({info.CancelReason}) and has not ended after {loop.Options.GraceSeconds:0.#} s; it awaits {info.Wait}.{info.Wait.Remedy}"));
        }
    }

    /// <summary>Cancels the tasks of a subtree of scopes in order of start, some now and the rest as ready work.</summary>
    private sealed class Sweep(LoopCancellation owner, GameLoop loop, TaskScope scope, CancelReason reason, TaskContext? spared)
    {
        // Those that start while the sweep goes on were not meant.
        private readonly long _last = loop.Tasks.Records.Started;

        public void Run(int limit)
        {
            foreach (var each in scope.Below(static child => !child.IsCleanup || child.IsCancellationRequested))
            {
                Cancel(each, ref limit);
                if (limit == 0)
                {
                    // There may be more.
                    loop.EnqueueReady(ContinueSweep, this, loop.Tasks.Records.DetachedContext);
                    return;
                }
            }

            owner.CancelDetached();
        }

        // At most so many that are not yet canceled; what is left of the limit comes back in it.
        private void Cancel(TaskScope at, ref int limit)
        {
            for (var record = at.Tasks.First; record is not null && limit > 0 && record.Details.Place <= _last; record = record.NextInScope)
            {
                if (!record.Details.CancelRequested && record.Context != spared)
                {
                    owner.Request(record, reason);
                    limit--;
                }
            }
        }
    }
}
