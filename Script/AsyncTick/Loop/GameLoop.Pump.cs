using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private static readonly object NoWorldYet = new();

    private readonly StepMeter _measure;
    private object? _world = NoWorldYet;
    private readonly double _gapSeconds;
    private double _lastFrameAt;
    private bool _wantsNextFrame;
    private long _refusedPumps;
    private long _overBudgetFrames;
    private long _lastPumpTicks;
    private long _longestPumpTicks;

    /// <summary>
    /// Runs one frame. No exception of user code leaves it. Called from inside a step or a fault handler (the engine ticked in a
    /// modal dialog that it opened) it does nothing but count. An idle frame allocates nothing and takes no lock.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    public PumpResult Pump(in FrameTime time)
    {
        if (_pumping || _startDepth != 0)
        {
            _refusedPumps++;
            return PumpResult.Refused;
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        AssertThread();
        FrameNumber++;
        if (time.Real - _lastFrameAt > _gapSeconds && FrameNumber > 1)
        {
            ReportGap(time.Real);
        }

        _lastFrameAt = time.Real;
        Clocks.Advance(time);
        if (_doorbell->Ready == 0 && !HasDueWaits())
        {
            return PumpResult.Idle;
        }

        return PumpFrame();
    }

    // A host that heeds the doorbell skips idle frames; only a frame that something waited for can be late.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportGap(double now)
    {
        var late = now - (_wantsNextFrame ? _lastFrameAt : Math.Max(_lastFrameAt, Clocks.Real.Timers.NextDue));
        if (late > _gapSeconds)
        {
            Log.Write(LogVerbosity.Log, $"{late:F1} s passed without a frame that was due (a modal dialog, a blocking load?); periodic waits continue as if they had been told.");
        }
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private void AssertThread() => VerifyThread();

    private bool HasDueWaits() => Clocks.HasDueWaits || (Clocks.Worlds.Count != 0 && WorldWaits());

    private PumpResult PumpFrame()
    {
        _pumping = true;
        _world = NoWorldYet;
        ChooseLane();
        var previous = SynchronizationContext.Current;
        var flow = DirectResume.GetFlow(_thread);
        var start = _measure.Begin();
        var stepsBefore = _measure.Steps;
        _watchdog?.Wake();
        bool drained;
        EndOverdueDeferrals();
        try
        {
            CollectReadyWork();
            drained = RunReadyWork(start + _measure.BudgetTicks);
            SynchronizationContext.SetSynchronizationContext(previous);
            NameOverdueCancellations();
            ReportFaults();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
            DirectResume.RestoreFlow(_thread, flow);
            _pumping = false;
        }

        NoteFrame(drained, start, stepsBefore);
        UpdateDoorbell();
        return drained ? PumpResult.Drained : PumpResult.OverBudget;
    }

    private void CollectReadyWork()
    {
        FireDueWaits(Clocks);
        foreach (var world in Clocks.Worlds)
        {
            FireDueWaits(world);
        }

        // Frame waiters go behind what is ready by now; the shorter queue is the one that is copied.
        if (_ready.Count <= _next.Count)
        {
            _next.PrependAll(_ready);
            (_ready, _next) = (_next, _ready);
            _next.RewindIfEmpty();
        }
        else
        {
            _ready.AppendAll(_next);
        }

        TakeRemotePosts();
    }

    private static void FireDueWaits(ClockSet clocks)
    {
        foreach (var clock in clocks.Own)
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

                TakeRemotePosts();
            }
            catch (Exception fault)
            {
                // A step threw into the pump: async void, a posted callback. It ends that piece of code only.
                EndFaultyStep(fault);
                if (_measure.Last >= deadline)
                {
                    return IsDrained;
                }
            }
        }
    }

    private bool IsDrained => _ready.Count == 0 && _remote.IsEmpty;

    private void UpdateDoorbell()
    {
        var doorbell = _doorbell;
        _wantsNextFrame = _ready.Count + _next.Count + _pendingFaults.Count > 0 || _graceChecks.Count > 0 || _deferrals.Count > 0 || WorldWaits();
        doorbell->Ready = _wantsNextFrame ? 1 : 0;

        // A post that came between the last look at the queue and the line above must not be slept over.
        Interlocked.MemoryBarrier();
        if (!_remote.IsEmpty)
        {
            doorbell->Ready = 1;
        }
    }

    private bool WorldWaits()
    {
        foreach (var world in Clocks.Worlds)
        {
            if (world.PendingWaits != 0)
            {
                return true;
            }
        }

        return false;
    }
}
