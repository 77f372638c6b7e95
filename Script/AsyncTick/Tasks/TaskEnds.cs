using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Sees tasks end. A step of a task is over and its outermost method does not wait with the loop: it has ended, or it waits elsewhere. While it
/// does wait with the loop it can only end in a step that the loop runs, so no completion callback is needed and none is allocated. Loop thread only.
/// </summary>
internal sealed class TaskEnds(GameLoop loop)
{
    private static readonly Action NoOp = static () => { };

    // How pooled tasks failed, for as long as their handles are held.
    private readonly ConditionalWeakTable<TaskContext, Task> _pooledFailures = [];

    /// <summary>A task's body has returned, and with it what is the outermost method.</summary>
    public void AfterFirstStep(TaskRecord record)
    {
        var method = record.Method!;
        record.InheritTrust(method);
        if (record.OwnWait == OwnWait.None)
        {
            AfterStep(record);
        }
        else if (!ReferenceEquals(record.OwnContinuation!.Target, method))
        {
            MakeInner(record);
            AfterStep(record);
        }
    }

    /// <summary>To be called after a step that leaves <see cref="OwnWait.None"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AfterStep(TaskRecord record)
    {
        if (record.Task is not { } task)
        {
            if (record.Pooled is { } pooled)
            {
                AfterPooledStep(record, pooled);
                return;
            }

            // Code that belongs to no task, or to one that has ended: nothing may go on holding it.
            record.Details.Candidate = null;
        }
        else if (task.IsCompleted)
        {
            End(record, task);
        }
        else if (!record.ObserverAttached && !IsOwnWait(record, task))
        {
            AttachObserver(record, task);
        }
    }

    /// <summary>How the pooled task of an ended context failed; null when it did not. Any thread.</summary>
    public Task? FailureOf(TaskContext context) => _pooledFailures.TryGetValue(context, out var failure) ? failure : null;

    private void AfterPooledStep(TaskRecord record, PooledOperation pooled)
    {
        if (pooled.HasEnded)
        {
            EndPooled(record, pooled);
        }
        else if (!record.ObserverAttached && !IsOwnWait(record, pooled))
        {
            record.ObserverAttached = true;
            record.Details.Candidate = null;
            pooled.TellEndTo(record.Context);
        }
    }

    // What was taken for the outermost method's first wait is another one's.
    private void MakeInner(TaskRecord record)
    {
        loop.Next.Replace(record.Details.FirstEntry, loop.Pools.RentPost(record.OwnContinuation!, null, record.Context, isContinuation: true));
        record.OwnContinuation = null;
        record.OwnWait = OwnWait.None;
        record.OtherPending++;
    }

    // The first wait of all: only now is it known to be the outermost method's.
    private static bool IsOwnWait(TaskRecord record, object method)
    {
        if (record.OwnContinuation is not null || record.Details.Candidate is not { } candidate || !ReferenceEquals(candidate.Target, method))
        {
            return false;
        }

        record.OwnContinuation = candidate;
        record.OwnWait = OwnWait.Await;
        record.OtherPending--;
        record.Details.Candidate = null;
        return true;
    }

    // The completion comes back as a post to the task's context and so as a step of the task, after which it is seen to have ended.
    private static void AttachObserver(TaskRecord record, Task task)
    {
        record.ObserverAttached = true;
        record.Details.Candidate = null;
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(record.Context);
        task.GetAwaiter().UnsafeOnCompleted(NoOp);
        SynchronizationContext.SetSynchronizationContext(previous);
    }

    private void EndPooled(TaskRecord record, PooledOperation pooled)
    {
        record.Pooled = null;
        var failure = pooled.Settle(record.Details.Promise);
        if (failure is not null)
        {
            _pooledFailures.Add(record.Context, failure);
        }

        End(record, failure ?? Task.CompletedTask);
    }

    private void End(TaskRecord record, Task task)
    {
        var context = record.Context;
        if (record.Details.DoneCallbacks is { } callbacks)
        {
            callbacks.ForEach(static each => ((TaskContext)each.Registrar).RunSoon(each.Callback));
        }

        if (record.Details.Waiters.First is not null)
        {
            ResumeWaiters(context, record);
        }

        var state = task.IsCompletedSuccessfully ? TaskState.Completed : loop.Faults.JudgeEnd(context, record, task);
        loop.Tasks.EndedTasks.Add(record, state);
        var told = loop.Tasks.Events.TellsEnds ? loop.Tasks.Describer.Describe(record) with { State = state, Wait = default } : null;
        loop.Watch.NoteEnd(record, state);
        if (record.Waits.First is not null || record.OtherPending != 0)
        {
            Detach(record);
        }

        if (record.Details.Held.First is not null)
        {
            DetachLocks(context, record, "has ended", "Code that it left running can still release it; take locks with 'using (await gate.LockAsync())'.");
        }

        context.End(loop.Tasks.Records.Detached);
        context.Scope.Remove(record);
        loop.Tasks.Records.Return(record);
        context.Scope.Owner?.OnTaskEnded(context, task, state);
        if (told is not null)
        {
            loop.Tasks.TellEnd(told);
        }
    }

    // By a line of our own: the framework would resume those who await a task in another order than theirs.
    private static void ResumeWaiters(TaskContext context, TaskRecord record)
    {
        context.Observed = true;
        var waiters = record.Details.Waiters;
        while (waiters.First is { } waiter)
        {
            waiters.Leave(waiter);
            waiter.MakeReady();
        }
    }

    // Code that an ended task started and left running still belongs to its scope, and ends with it.
    private void Detach(TaskRecord record)
    {
        loop.Tasks.Records.Detached.OtherPending += record.OtherPending;
        while (record.Details.CancelRequested && record.Waits.First is { } canceled)
        {
            canceled.CancelWait();
        }

        loop.Tasks.Records.Detached.Waits.PrependAll(ref record.Waits);
    }

    /// <summary>Keeps what a task still holds with detached work: taking it away would break what it guards, and leaving it without a word would hang its waiters.</summary>
    public void DetachLocks(TaskContext context, TaskRecord record, string end, string remedy)
    {
        while (record.Details.Held.First is { } held)
        {
            if (loop.Watch.Repeats.MayName($"a task {end} and left a lock taken."))
            {
                loop.Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id}) {end} and left {held.Lock.DescribeHold()} taken. {remedy}");
            }

            record.RemoveHeld(held);
            loop.Tasks.Records.Detached.AddHeld(held);
        }
    }
}
