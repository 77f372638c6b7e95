using System.Diagnostics;

namespace AsyncTick;

/// <summary>Ends a loop, or runs the last steps in one of its scopes; names what does not end. A scope's own frames are <see cref="LoopDrain"/>'s. Loop thread only.</summary>
internal static class LoopShutdown
{
    private const int LinesAtOnce = 20;

    /// <summary>See <see cref="GameLoop.Shutdown"/>.</summary>
    public static ShutdownReport Shutdown(GameLoop loop, int maxFrames, double maxSeconds)
    {
        loop.VerifyThread();
        if (loop.IsBusy)
        {
            throw new InvalidOperationException("A loop cannot be shut down from inside one of its own steps; let the host do it, or cancel all tasks instead.");
        }

        if (loop.IsDisposed)
        {
            return new ShutdownReport(0, 0, []);
        }

        loop.RootScope.Cancel(CancelReason.Shutdown);
        var report = PumpUntilEmpty(loop, maxFrames, maxSeconds);
        loop.Cancellation.HasShutDown = true;
        foreach (var survivor in report.Survivors.Take(LinesAtOnce))
        {
            loop.Log.Write(LogVerbosity.Warning, $"Shutdown goes on without task '{survivor.Name}' (#{survivor.Id} in {survivor.ScopePath}): it was canceled and has not ended; it awaits {survivor.Wait}.{survivor.Wait.Remedy}");
        }

        if (report.Survivors.Count > LinesAtOnce)
        {
            loop.Log.Write(LogVerbosity.Warning, $"Shutdown goes on without {report.Survivors.Count - LinesAtOnce} more tasks that were canceled and have not ended.");
        }

        return report;
    }

    /// <summary>See <see cref="DrainExtensions.Flush"/>.</summary>
    public static bool Flush(GameLoop loop, TaskScope scope, int maxSteps)
    {
        ArgumentNullException.ThrowIfNull(scope);
        loop.VerifyThread();
        if (!scope.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Scope '{scope.Path}' has not been canceled; only the last steps of canceled tasks may run outside a frame.");
        }

        if (loop.IsPumping || loop.IsDisposed || scope.IsEmpty)
        {
            return scope.IsEmpty;
        }

        var others = new WorkQueue();
        var outer = loop.BeginWork();
        try
        {
            while (maxSteps > 0 && RunLastSteps(loop, scope, loop.Ready, others, ref maxSteps) + RunLastSteps(loop, scope, loop.Next, others, ref maxSteps) > 0)
            {
            }
        }
        finally
        {
            loop.EndWork(outer);
        }

        loop.Faults.ReportPending(loop.Ready.Count > 0);
        loop.UpdateDoorbell();
        return scope.IsEmpty;
    }

    private static int RunLastSteps(GameLoop loop, TaskScope scope, WorkQueue queue, WorkQueue others, ref int maxSteps)
    {
        var ran = 0;
        for (var left = queue.Count; left > 0; left--)
        {
            var work = queue.Dequeue();
            if (maxSteps > 0 && IsLastStepIn(scope, work))
            {
                ran++;
                maxSteps--;
                loop.RunAlone(work);
            }
            else
            {
                others.Enqueue(work);
            }
        }

        queue.PrependAll(others);
        return ran;
    }

    private static ShutdownReport PumpUntilEmpty(GameLoop loop, int maxFrames, double maxSeconds)
    {
        var scope = loop.RootScope;
        var started = Stopwatch.GetTimestamp();
        var zero = loop.Clocks.Time;
        var frames = 0;

        // What is ready runs, too, though it belongs to no task.
        while (!scope.IsEmpty || loop.IsDoorbellRung)
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (frames >= maxFrames || elapsed >= maxSeconds)
            {
                break;
            }

            frames++;
            loop.Pump(zero with { Real = zero.Real + elapsed, Unpaused = zero.Unpaused + elapsed });
            if (loop.IsDrained && !scope.IsEmpty)
            {
                Thread.Sleep(1);
            }
        }

        loop.Faults.ReportPending(loop.Ready.Count > 0);
        loop.Watch.Repeats.TellAll();
        var survivors = scope.IsEmpty ? [] : loop.Tasks.Snapshot(scope);
        return new ShutdownReport(frames, Stopwatch.GetElapsedTime(started).TotalSeconds, survivors);
    }

    private static bool IsLastStepIn(TaskScope scope, object work) => work switch
    {
        TaskRecord record => record.Cancel && record.Context.Scope.IsInside(scope),
        PostedWork { Waiter: TaskContext context } => context.IsCanceled && context.Scope.IsInside(scope),
        _ => false,
    };
}
