using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// Ends some scopes and tasks while the engine has no frame. Only they make steps: each round is a frame to them, and to them alone. What becomes
/// ready for other tasks meanwhile waits in its order for the next frame, in which each of those makes the one step that it would have made in any
/// case. Tasks that the ending ones start to clean up end with them, whatever scope they are in. What belongs to no task (callbacks given to <see cref="GameLoop.Post(Action)"/>, cancellations from other threads) runs, for the
/// ending tasks may wait for it. Used once. Loop thread only.
/// </summary>
internal sealed class LoopDrain
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly GameLoop _loop;
    private readonly IReadOnlyCollection<TaskScope> _scopes;
    private readonly HashSet<TaskScope> _scopeSet;
    private readonly HashSet<TaskContext> _tasks = [];

    // Ids of tasks that have made a step since, and the place of the last that was there before.
    private readonly HashSet<int> _stepped = [];
    private readonly long _lastBefore;

    // Out of the way for as long as the drain lasts, or each round would walk over the work of the whole loop.
    private readonly WorkQueue _othersReady = new();
    private readonly WorkQueue _othersNext = new();

    public LoopDrain(GameLoop loop, IReadOnlyCollection<TaskScope> scopes, IReadOnlyCollection<int> tasks)
    {
        _loop = loop;
        _scopes = scopes;
        _scopeSet = [.. scopes];
        _lastBefore = loop.Tasks.Records.Started;
        if (tasks.Count > 0)
        {
            HashSet<int> ids = [.. tasks];
            loop.RootScope.ForEachTask(record =>
            {
                if (ids.Contains(record.Context.Id))
                {
                    _tasks.Add(record.Context);
                }
            });
        }
    }

    private double Elapsed => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    private bool IsOver => _scopes.All(static scope => scope.IsEmpty) && _tasks.All(static task => task.Record.Context != task);

    /// <summary>See <see cref="DrainExtensions"/>.</summary>
    public ShutdownReport Run(Func<FrameTime>? clocks, int maxRounds, double maxSeconds)
    {
        var zero = _loop.Clocks.Time;
        var rounds = 0;
        var isRefused = _loop.IsBusy || _loop.IsDisposed;
        try
        {
            while (!isRefused && !IsOver && rounds < maxRounds && Elapsed < maxSeconds)
            {
                rounds++;
                var elapsed = Elapsed;
                _loop.SetTime(clocks?.Invoke() ?? zero with { Real = zero.Real + elapsed, Unpaused = zero.Unpaused + elapsed });
                RunRound(maxSeconds);
                if (!IsOver && _loop.Next.Count == 0 && !_loop.HasRemotePosts)
                {
                    // Only other threads and clocks can end what is left.
                    Thread.Sleep(1);
                }
            }
        }
        finally
        {
            if (rounds > 0)
            {
                PutBack(_othersReady, _loop.Ready);
                PutBack(_othersNext, _loop.Next);
                _loop.Faults.ReportPending(_loop.Ready.Count > 0);
                _loop.UpdateDoorbell();
            }
        }

        return new ShutdownReport(rounds, Elapsed, Survivors());
    }

    private void RunRound(double maxSeconds)
    {
        var outer = _loop.BeginWork();
        _loop.Watch.BeginFrame();
        try
        {
            _loop.Cancellation.Deferrals.EndOverdue();
            _loop.Ready.TakeDue(_loop.Clocks);
            TakeFrameWaiters();
            RunReadyWork(maxSeconds);
        }
        finally
        {
            _loop.EndWork(outer);
        }
    }

    private void TakeFrameWaiters()
    {
        for (var left = _loop.Next.Count; left > 0; left--)
        {
            var work = _loop.Next.Dequeue();
            if (!IsEnding(work))
            {
                _othersNext.Enqueue(work);
                continue;
            }

            if (work is FramesNode frames)
            {
                // The loop's frames are not counted on: those of other tasks would be over too early.
                frames.Target--;
            }

            _loop.Ready.Enqueue(work);
        }

        _loop.Next.RewindIfEmpty();
    }

    private void RunReadyWork(double maxSeconds)
    {
        while (Elapsed < maxSeconds)
        {
            if (_loop.Ready.Count == 0)
            {
                if (!_loop.HasRemotePosts)
                {
                    return;
                }

                _loop.TakeRemotePosts();
            }

            var work = _loop.Ready.Dequeue();
            if (work is RemoteBatch batch)
            {
                Split(batch);
            }
            else if (work is DueWaits due)
            {
                _loop.Ready.Unfold(due, _loop.Recorder);
            }
            else if (IsEnding(work))
            {
                _loop.RunAlone(work);
            }
            else
            {
                _othersReady.Enqueue(work);
            }
        }
    }

    // Posts of many tasks are one entry; in its place goes one for each.
    private void Split(RemoteBatch batch)
    {
        for (var i = batch.Count - 1; i >= batch.Next; i--)
        {
            ref readonly var item = ref batch.Items[i];
            if (!item.Waiter.IsAbandoned)
            {
                _loop.Ready.PushFront(_loop.Pools.RentPost(item.Callback, item.State!, item.Waiter, isContinuation: false));
            }
        }
    }

    private bool IsEnding(object work) => work switch
    {
        TaskRecord record => IsEnding(record.Context),
        PostedWork post => IsEnding(TaskContext.Of(post.Waiter!)),
        PollNode node => !node.IsLinked || IsEnding(TaskContext.Of(node.Waiter)),
        _ => throw new UnreachableException($"A queue holds a {work.GetType()}."),
    };

    private bool IsEnding(TaskContext context)
    {
        if (context == _loop.Tasks.Records.DetachedContext)
        {
            return true;
        }

        var isEnding = _tasks.Contains(context) || IsInside(context.Scope) || IsHelper(context.Record);
        if (isEnding)
        {
            _stepped.Add(context.Id);
        }

        return isEnding;
    }

    private bool IsInside(TaskScope? scope)
    {
        while (scope is not null && !_scopeSet.Contains(scope))
        {
            scope = scope.Parent;
        }

        return scope is not null;
    }

    private bool IsHelper(TaskRecord record) => record.Details.Place > _lastBefore && _stepped.Contains(record.Details.ParentId);

    // A step may have abandoned a scope, which looks for its work in the loop's queues only.
    private static void PutBack(WorkQueue others, WorkQueue queue)
    {
        others.ForEach(LoopAbandonment.Forget);
        queue.PrependAll(others);
    }

    private IReadOnlyList<TaskInfo> Survivors() =>
    [
        .. _scopes.Where(static scope => !scope.IsEmpty).SelectMany(_loop.Tasks.Snapshot)
            .Concat(_tasks.Where(static task => task.Record.Context == task).Select(task => _loop.Tasks.Describer.Describe(task.Record)))
            .DistinctBy(static task => task.Id),
    ];
}
