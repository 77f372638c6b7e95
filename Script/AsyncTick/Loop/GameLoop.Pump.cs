using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private static readonly object NoWorldYet = new();

    private readonly StepMeter _measure;
    private object? _world = NoWorldYet;
    private long _refusedPumps;
    private long _overBudgetFrames;
    private long _lastPumpTicks;
    private long _longestPumpTicks;

    /// <summary>
    /// Runs one frame. No exception of user code leaves it. Called from inside a step (the engine ticked in a modal dialog that a
    /// coroutine opened) it does nothing but count. An idle frame allocates nothing and takes no lock.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    public PumpResult Pump(in FrameTime time)
    {
        if (_pumping)
        {
            _refusedPumps++;
            return PumpResult.Refused;
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        AssertThread();
        FrameNumber++;
        var clocks = Clocks;
        if (time.Real - clocks.Real.Now > Options.GapSeconds && FrameNumber > 1)
        {
            Log.Write(LogVerbosity.Log, $"{time.Real - clocks.Real.Now:F1} s passed since the last frame (a modal dialog, a blocking load?); periodic waits continue as if they had been told.");
        }

        clocks.Real.Advance(time.Real);
        clocks.Advance(time);
        if (_doorbell->Ready == 0 && !HasDueWaits())
        {
            return PumpResult.Idle;
        }

        return PumpFrame();
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private void AssertThread() => VerifyThread();

    private bool HasDueWaits()
    {
        var doorbell = _doorbell;
        var clocks = Clocks;
        if (doorbell->NextDueReal <= clocks.Real.Now || doorbell->NextDueGame <= clocks.Game.Now
            || doorbell->NextDueUnpaused <= clocks.Unpaused.Now || doorbell->NextDueAudio <= clocks.Audio.Now)
        {
            return true;
        }

        foreach (var world in _worldClocks)
        {
            if (world.PendingWaits != 0)
            {
                return true;
            }
        }

        return false;
    }

    private PumpResult PumpFrame()
    {
        _pumping = true;
        _world = NoWorldYet;
        var previous = SynchronizationContext.Current;
        var start = _measure.Begin();
        bool drained;
        EndOverdueDeferrals();
        try
        {
            CollectReadyWork();
            drained = RunReadyWork(start + _measure.BudgetTicks);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
            _current = null;
            _pumping = false;
        }

        NameOverdueCancellations();
        ReportFaults();
        _lastPumpTicks = _measure.Last - start;
        _longestPumpTicks = Math.Max(_longestPumpTicks, _lastPumpTicks);
        if (!drained)
        {
            _overBudgetFrames++;
        }

        UpdateDoorbell();
        return drained ? PumpResult.Drained : PumpResult.OverBudget;
    }

    private void CollectReadyWork()
    {
        FireDueWaits(Clocks.Real);
        FireDueWaits(Clocks.Game);
        FireDueWaits(Clocks.Unpaused);
        FireDueWaits(Clocks.Audio);
        foreach (var world in _worldClocks)
        {
            FireDueWaits(world.Game);
            FireDueWaits(world.Unpaused);
            FireDueWaits(world.Audio);
        }

        // Frame waiters go behind what is ready by now; the shorter queue is the one that is copied.
        if (_ready.Count <= _next.Count)
        {
            _next.PrependAll(_ready);
            (_ready, _next) = (_next, _ready);
        }
        else
        {
            _ready.AppendAll(_next);
        }

        if (!_remote.IsEmpty)
        {
            _remote.TakeInto(_ready);
        }
    }

    private static void FireDueWaits(LoopClock clock)
    {
        while (clock.Timers.TakeDue(clock.Now) is { } node)
        {
            if (node.Callback is { } callback)
            {
                callback();
            }
            else
            {
                node.MakeReady();
            }
        }
    }

    /// <summary>False when the budget ran out first.</summary>
    private bool RunReadyWork(long deadline)
    {
        while (true)
        {
            try
            {
                if (!RunSteps(deadline))
                {
                    return false;
                }

                if (_remote.IsEmpty)
                {
                    return true;
                }

                _remote.TakeInto(_ready);
            }
            catch (Exception fault)
            {
                // A step threw into the pump: async void, a posted callback. It ends that piece of code only.
                EndFaultyStep(fault);
                if (_measure.Last >= deadline)
                {
                    return _ready.Count == 0 && _remote.IsEmpty;
                }
            }
        }
    }

    // No try region in here: it would keep the hot locals out of registers.
    private bool RunSteps(long deadline)
    {
        var measure = _measure;
        while (_ready.Count > 0)
        {
            var item = _ready.Dequeue();
            var context = item.Context;
            var record = context.Record;
            if (_current != context)
            {
                _current = context;
                SynchronizationContext.SetSynchronizationContext(context);
            }

            if (record.World != _world)
            {
                EnterWorld(record.World);
            }

            record.Resumes++;
            if (item.State is null)
            {
                var continuation = Unsafe.As<Action>(item.Callback);
                if (ReferenceEquals(continuation, record.OwnContinuation))
                {
                    record.OwnPending = false;
                    if (record.LightSteps == StepMeter.LightStepsToTrust && record.WaitKind == WaitKind.NextFrame)
                    {
                        continuation();
                        var full = measure.AddToBatch(record);
                        if (!record.OwnPending)
                        {
                            AfterStep(context);
                        }

                        if (full)
                        {
                            measure.CloseBatch();
                            if (measure.Last >= deadline)
                            {
                                return _ready.Count == 0 && _remote.IsEmpty;
                            }
                        }

                        continue;
                    }
                }
                else
                {
                    record.OtherPending--;
                }

                measure.CloseBatch();
                continuation();
            }
            else
            {
                measure.CloseBatch();
                RunPosted(item);
            }

            CloseStep(context, record);
            if (measure.Last >= deadline)
            {
                return _ready.Count == 0 && _remote.IsEmpty;
            }
        }

        measure.CloseBatch();
        return true;
    }

    private void RunPosted(in WorkItem item)
    {
        if (ReferenceEquals(item.State, WorkItem.Poll))
        {
            Unsafe.As<PollNode>(item.Callback).Poll(item.Context);
        }
        else
        {
            Unsafe.As<SendOrPostCallback>(item.Callback)(ReferenceEquals(item.State, WorkItem.NoState) ? null : item.State);
        }
    }

    private void CloseStep(TaskContext context, TaskRecord record)
    {
        if (_measure.CloseStep(record, out var ticks))
        {
            WarnOfSlowStep(context, record, _measure.ToSeconds(ticks));
        }

        if (!record.OwnPending)
        {
            AfterStep(context);
        }
    }

    private void EndFaultyStep(Exception fault)
    {
        var context = _current!;
        _measure.CloseBatch();
        ReportStrayFault(context, fault);
        CloseStep(context, context.Record);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnterWorld(object? world)
    {
        _world = world;
        try
        {
            _currentWorldChanged?.Invoke(world);
        }
        catch (Exception fault)
        {
            Log.Write(LogVerbosity.Error, $"The host's CurrentWorldChanged threw; the step runs all the same. {fault}");
        }
    }

    private void UpdateDoorbell()
    {
        var doorbell = _doorbell;
        doorbell->Ready = _ready.Count + _next.Count + _pendingFaults.Count > 0 || _graceChecks.Count > 0 || _deferrals.Count > 0 || WorldWaits() ? 1 : 0;

        // A post that came between the last look at the queue and the line above must not be slept over.
        Interlocked.MemoryBarrier();
        if (!_remote.IsEmpty)
        {
            doorbell->Ready = 1;
        }
    }

    private bool WorldWaits()
    {
        foreach (var world in _worldClocks)
        {
            if (world.PendingWaits != 0)
            {
                return true;
            }
        }

        return false;
    }
}
