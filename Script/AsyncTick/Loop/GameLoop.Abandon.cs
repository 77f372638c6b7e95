namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private static readonly SendOrPostCallback NoCallback = static _ => { };

    /// <summary>What is in the queues in the name of an abandoned scope runs nothing any more, and holds nothing either.</summary>
    internal void AbandonTasksIn(TaskScope scope)
    {
        TakeRemotePosts();
        var lost = new List<TaskRecord>();
        scope.ForEachTask(lost.Add);
        foreach (var record in lost)
        {
            Abandon(record);
        }

        for (var wait = _orphanage.Waits.First; wait is not null;)
        {
            var next = wait.NextInTask;
            if (((TaskContext)wait.Waiter).Scope.IsAbandoned)
            {
                wait.Abandon();
            }

            wait = next;
        }

        _pendingFaults.RemoveAll(pending => pending.Context.Scope.IsAbandoned);
        _parked.RemoveAll(entry => entry.Context.Scope.IsAbandoned);
        _ready.ForEach(ForgetIfAbandoned);
        _next.ForEach(ForgetIfAbandoned);
    }

    // The record itself is not reused: the queues may still hold it. Another takes its place.
    private void Abandon(TaskRecord record)
    {
        var spare = new TaskRecord();
        _records[_records.IndexOf(record)] = spare;
        _freeRecords.Push(spare);
        var context = record.Context;
        Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id} in {context.Scope.Path}) was cancelled ({record.Details.CancelReason}) and has not ended; its code will not run again, not even its finally blocks. It awaited {Tasks.Describe(record).Wait}.");
        while (record.Waits.First is { } wait)
        {
            wait.Abandon();
        }

        while (record.Details.Waiters.First is { } waiter)
        {
            record.Details.Waiters.Leave(waiter);
        }

        Tasks.Remember(context, record, TaskState.Abandoned);
        context.Record = _orphanage;
        context.Scope.Remove(record);
        record.Reset();
        record.Context = context;
        record.OwnContinuation = NoOp;
        record.OwnWait = OwnWait.Await;
    }

    private static void ForgetIfAbandoned(object work)
    {
        switch (work)
        {
            case PostedWork { Context.Scope.IsAbandoned: true } post:
                post.Callback = NoCallback;
                post.State = null;
                post.IsContinuation = false;
                break;
            case RemoteBatch batch:
                foreach (ref var item in batch.Items.AsSpan(batch.Next, batch.Left))
                {
                    if (item.Context.Scope.IsAbandoned)
                    {
                        item = new RemoteItem(NoCallback, null, item.Context);
                    }
                }

                break;
        }
    }
}
