using System.Diagnostics;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    /// <summary>
    /// Cancels everything and pumps until all tasks have ended, at most <paramref name="maxFrames"/> frames or
    /// <paramref name="maxSeconds"/> of real time; names in the log who is left and what it awaits, and goes on. Blocks the loop's
    /// thread, sleeping a millisecond at a time while only other threads have work. The loop takes no new tasks afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from inside a step; post it or call it from the host.</exception>
    public ShutdownReport Shutdown(int maxFrames = 600, double maxSeconds = 1.0)
    {
        VerifyThread();
        if (_pumping || _startDepth != 0)
        {
            throw new InvalidOperationException("A loop cannot be shut down from inside one of its own steps; let the host do it, or cancel all tasks instead.");
        }

        if (_disposed)
        {
            return new ShutdownReport(0, 0, []);
        }

        RootScope.Cancel(CancelReason.Shutdown);
        var report = PumpUntilEmpty(RootScope, maxFrames, maxSeconds);
        foreach (var survivor in report.Survivors)
        {
            Log.Write(LogVerbosity.Warning, $"Shutdown goes on without task '{survivor.Name}' (#{survivor.Id} in {survivor.ScopePath}): it was cancelled and has not ended; it awaits {survivor.Wait}.");
        }

        return report;
    }

    /// <summary>
    /// Pumps until no task is left in <paramref name="scope"/> and below, at most <paramref name="maxFrames"/> frames or
    /// <paramref name="maxSeconds"/> of real time: for a host whose engine will not wait (a play session ends, code is unloaded). Cancel the
    /// scope first. Everybody's tasks get these frames; game time stands still. Blocks like <see cref="Shutdown"/>; does
    /// nothing but report when called from inside a step.
    /// </summary>
    public ShutdownReport Drain(TaskScope scope, int maxFrames = 600, double maxSeconds = 1.0)
    {
        ArgumentNullException.ThrowIfNull(scope);
        VerifyThread();
        return IsBusy || _disposed ? new ShutdownReport(0, 0, Tasks.Snapshot(scope)) : PumpUntilEmpty(scope, maxFrames, maxSeconds);
    }

    private ShutdownReport PumpUntilEmpty(TaskScope scope, int maxFrames, double maxSeconds)
    {
        var started = Stopwatch.GetTimestamp();
        var zero = Clocks.Time;
        var frames = 0;

        // A loop that ends also runs what is ready; for any other scope the rest can wait for its own frame.
        while (!scope.IsEmpty || (scope == RootScope && _doorbell->Ready != 0))
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (frames >= maxFrames || elapsed >= maxSeconds)
            {
                break;
            }

            frames++;
            Pump(zero with { Real = zero.Real + elapsed, Unpaused = zero.Unpaused + elapsed });
            if (_ready.Count == 0 && _remote.IsEmpty && !scope.IsEmpty)
            {
                Thread.Sleep(1);
            }
        }

        ReportFaults();
        _repeats.TellAll();
        IReadOnlyList<TaskInfo> survivors = scope.IsEmpty ? [] : Tasks.Snapshot(scope);
        return new ShutdownReport(frames, Stopwatch.GetElapsedTime(started).TotalSeconds, survivors);
    }

    /// <summary>Shuts the loop down if that has not been done, and ends its doorbell. What is posted afterwards does not run.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            Shutdown();
            Free();
        }
    }

    /// <summary>As <see cref="Dispose"/>, but waits for nothing: whoever calls has drained the loop as far as it would. Names who is left.</summary>
    internal void DisposeWithoutWaiting()
    {
        if (!_disposed)
        {
            Shutdown(0, 0);
            Free();
        }
    }

    private void Free()
    {
        _disposed = true;
        _watchdog?.Dispose();
        _metrics.Dispose();
        TaskScheduler.UnobservedTaskException -= OnUnobservedTaskException;
        foreach (var child in _childLoops.ToArray())
        {
            child.Abandon();
        }

        _remote.Close();
    }
}
