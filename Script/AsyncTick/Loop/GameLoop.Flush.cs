namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    /// <summary>
    /// Runs what cancelled tasks in <paramref name="scope"/> and below still have to do, now and outside a frame, and nobody else's code: their
    /// <c>finally</c> blocks run while what they clean up (an actor that leaves the world) is still there. Tasks that wait for another thread, or
    /// hold their cancellation off, end later. Does nothing when called from inside a step: there they end within the frame.
    /// </summary>
    /// <param name="scope">A scope that has been cancelled.</param>
    /// <param name="maxSteps">When to stop, should one of them never end.</param>
    /// <returns>Whether nothing is left in the scope.</returns>
    /// <exception cref="InvalidOperationException">The scope has not been cancelled.</exception>
    public bool Flush(TaskScope scope, int maxSteps = 10_000)
    {
        ArgumentNullException.ThrowIfNull(scope);
        VerifyThread();
        if (!scope.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Scope '{scope.Path}' has not been cancelled; only the last steps of cancelled tasks may run outside a frame.");
        }

        if (_pumping || _disposed || scope.IsEmpty)
        {
            return scope.IsEmpty;
        }

        _pumping = true;
        _world = NoWorldYet;
        ChooseLane();
        var previous = SynchronizationContext.Current;
        var flow = DirectResume.GetFlow(_thread);
        var others = new WorkQueue();
        _measure.Begin();
        try
        {
            while (maxSteps > 0 && RunReadyOf(scope, ref _ready, others, ref maxSteps) + RunReadyOf(scope, ref _next, others, ref maxSteps) > 0)
            {
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
            DirectResume.RestoreFlow(_thread, flow);
            _pumping = false;
        }

        ReportFaults();
        UpdateDoorbell();
        return scope.IsEmpty;
    }

    private int RunReadyOf(TaskScope scope, ref WorkQueue queue, WorkQueue others, ref int maxSteps)
    {
        var ran = 0;
        for (var left = queue.Count; left > 0; left--)
        {
            var work = queue.Dequeue();
            if (maxSteps > 0 && IsLastStepIn(scope, work))
            {
                ran++;
                maxSteps--;
                RunOne(work);
            }
            else
            {
                others.Enqueue(work);
            }
        }

        queue.PrependAll(others);
        return ran;
    }

    private static bool IsLastStepIn(TaskScope scope, object work) => work switch
    {
        TaskRecord record => record.Cancel && record.Context.Scope.IsInside(scope),
        PostedWork post => post.Context!.IsCancelled && post.Context.Scope.IsInside(scope),
        _ => false,
    };

    private void RunOne(object work)
    {
        try
        {
            RunOther(work, long.MaxValue);
        }
        catch (Exception fault)
        {
            EndFaultyStep(fault);
        }
    }
}
