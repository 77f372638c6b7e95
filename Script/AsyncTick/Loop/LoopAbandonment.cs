namespace AsyncTick;

/// <summary>Gives up tasks whose code is about to be unloaded: what is in the loop in their name runs nothing any more, and holds nothing either. Loop thread only.</summary>
internal static class LoopAbandonment
{
    private static readonly SendOrPostCallback NoCallback = static _ => { };

    /// <summary>See <see cref="TaskScope.Abandon"/>.</summary>
    public static int Abandon(TaskScope scope)
    {
        var loop = scope.Loop;
        loop.VerifyThread();
        if (SynchronizationContext.Current is TaskContext caller && caller.Loop == loop && caller.Scope.IsInside(scope))
        {
            throw new InvalidOperationException($"Task #{caller.Id} is in scope '{scope.Path}' and would abandon itself. Let the host do it.");
        }

        scope.Cancel(CancelReason.Reload);
        foreach (var lostScope in scope.Below())
        {
            lostScope.MarkAbandoned();
        }

        loop.TakeRemotePosts();
        var lost = new List<TaskRecord>();
        scope.ForEachTask(lost.Add);
        foreach (var record in lost)
        {
            AbandonWaits(loop, record);
        }

        AbandonDetached(loop.Tasks.Records.Detached);
        TakeBackTurns(loop);
        foreach (var record in lost)
        {
            Abandon(loop, record);
        }

        loop.Faults.Abandon();
        loop.Pausing.Abandon();
        loop.Ready.ForEach(Forget);
        loop.Next.ForEach(Forget);
        return lost.Count;
    }

    private static void AbandonWaits(GameLoop loop, TaskRecord record)
    {
        var context = record.Context;
        loop.Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id} in {context.Scope.Path}) was canceled ({record.Details.CancelReason}) and has not ended; its code will not run again, not even its finally blocks. It awaited {loop.Tasks.Describer.Describe(record).Wait}.");
        while (record.Waits.First is { } wait)
        {
            wait.Abandon();
        }
    }

    // The record itself is not reused: the queues may still hold it. Another takes its place.
    private static void Abandon(GameLoop loop, TaskRecord record)
    {
        var context = record.Context;
        var waiters = record.Details.Waiters;
        while (waiters.First is { } waiter)
        {
            waiters.Leave(waiter);
        }

        loop.Ends.DetachLocks(context, record, "was given up", "No code is left that could release it: those who wait for it wait until they are canceled.");
        loop.Tasks.EndedTasks.Add(record, TaskState.Abandoned);
        loop.Watch.NoteEnd(record, TaskState.Abandoned);
        context.Record = loop.Tasks.Records.Detached;
        context.Scope.Remove(record);
        loop.Tasks.Records.Abandon(record);
    }

    // After all that is given up has left its lines, or it might get what is taken back.
    private static void TakeBackTurns(GameLoop loop)
    {
        for (var turn = loop.Pools.Granted.First; turn is not null;)
        {
            var next = turn.NextGranted;
            if (turn.Grantee!.IsAbandoned)
            {
                turn.TakeBack();
            }

            turn = next;
        }
    }

    private static void AbandonDetached(TaskRecord detached)
    {
        for (var wait = detached.Waits.First; wait is not null;)
        {
            var next = wait.NextInTask;
            if (wait.Waiter.IsAbandoned)
            {
                wait.Abandon();
                next = next is { IsLinked: false } ? detached.Waits.First : next;
            }

            wait = next;
        }
    }

    /// <summary>Lets go of what a queue's entry holds of an abandoned scope.</summary>
    public static void Forget(object work)
    {
        switch (work)
        {
            case PostedWork { Waiter.IsAbandoned: true } post:
                post.Callback = NoCallback;
                post.State = null;
                post.IsContinuation = false;
                break;
            case RemoteBatch batch:
                foreach (ref var item in batch.Items.AsSpan(batch.Next, batch.Left))
                {
                    if (item.Waiter.IsAbandoned)
                    {
                        item = new RemoteItem(NoCallback, null, item.Waiter);
                    }
                }

                break;
        }
    }
}
