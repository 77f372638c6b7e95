using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>A frame: what becomes ready in it, and what the host sees of it.</summary>
public sealed unsafe partial class GameLoop
{
    private readonly CurrentWorld _world;
    private readonly double _gapSeconds;
    private double _lastFrameAt = double.PositiveInfinity;

    // Tasks whose first step runs right now, inside one another or outside of a frame.
    private int _startDepth;

    /// <summary>
    /// Runs one frame. No exception of user code leaves it. Called from inside a step or a fault handler (the engine ticked in a
    /// modal dialog that it opened) it does nothing but count. An idle frame allocates nothing and takes no lock.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    public PumpResult Pump(in FrameTime time)
    {
        if (_state != LoopState.Open || _startDepth != 0)
        {
            return Refuse();
        }

        AssertThread();
        FrameNumber++;
        if (time.Real - _lastFrameAt > _gapSeconds)
        {
            Watch.NoteGap(_lastFrameAt, time.Real, Clocks.Real.Timers.NextDue);
        }

        _lastFrameAt = time.Real;
        return !Clocks.AdvanceToDue(time) && _doorbell->Ready == 0 ? PumpResult.Idle : PumpFrame(null);
    }

    /// <summary>Runs all that waits for a phase; at the frame's begin and end also what other threads have posted, if the frame's budget has something left. Not a frame of the loop: its number stays, and no delay ends. A host calls it when <see cref="DoorbellBlock.Phases"/> or <see cref="DoorbellBlock.Posted"/> says so.</summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    public PumpResult Pump(Phase phase)
    {
        if (_state != LoopState.Open || _startDepth != 0)
        {
            return Refuse();
        }

        AssertThread();
        return Phases.CountWaiting(phase) == 0 && (_remote.IsEmpty || !Phases.IsLook(phase)) ? PumpResult.Idle : PumpFrame(phase);
    }

    /// <summary>The first step of a task is about to run, in a frame or outside of one.</summary>
    internal StartFrame EnterStart(TaskContext context, SynchronizationContext? outer)
    {
        _startDepth++;
        ContextSlot.Set(_thread, context);
        return IsPumping ? new StartFrame(outer, _world.EnterInner(context.Record.World), null) : new StartFrame(outer, null, Flow.Enter(_thread));
    }

    internal void LeaveStart(in StartFrame frame)
    {
        _startDepth--;
        ContextSlot.Set(_thread, frame.Context);
        Flow.Leave(frame.Values, _thread);
        if (IsPumping)
        {
            _world.Leave(frame.World);
        }
        else if (Clocks.Worlds.Count > 0)
        {
            // Between frames: the doorbell does not show what a world's clocks wait for.
            _doorbell->Ready = 1;
        }
    }

    internal StartFrame BeginWork()
    {
        _state = LoopState.Pumping;
        _world.Reset();
        Meter.Begin();
        var outer = new StartFrame(SynchronizationContext.Current, null, DirectResume.GetFlow(_thread));
        if (!ExecutionContext.IsFlowSuppressed())
        {
            // The host's own values are not the tasks'.
            ExecutionContext.Restore(Flow.Values);
        }

        return outer;
    }

    internal void EndWork(in StartFrame outer)
    {
        SynchronizationContext.SetSynchronizationContext(outer.Context);
        DirectResume.RestoreFlow(_thread, outer.Values);
        _state = LoopState.Open;
    }

    /// <summary>Runs one entry, outside of a frame.</summary>
    internal void RunAlone(object work)
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

    internal void UpdateDoorbell()
    {
        var doorbell = _doorbell;
        var wantsNextFrame = _ready.Count + _next.Count + Faults.Pending > 0 || Cancellation.IsWatching || Clocks.WorldsWait();
        doorbell->Ready = Watch.NoteWaiting(wantsNextFrame) ? 1 : 0;

        // A post that came between the last look at the queue and the line above must not be slept over.
        Interlocked.MemoryBarrier();
        if (!_remote.IsEmpty)
        {
            doorbell->Ready = 1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PumpResult Refuse()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Watch.Pumps.Refused++;
        return PumpResult.Refused;
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private void AssertThread() => VerifyThread();

    private PumpResult PumpFrame(Phase? phase)
    {
        var outer = BeginWork();
        var start = Meter.Last;
        var stepsBefore = Meter.Steps;
        Watch.BeginFrame();
        bool drained;
        try
        {
            Cancellation.Deferrals.EndOverdue();
            CollectReadyWork(phase);
            drained = !Phases.IsLook(phase) || RunLook();
            SynchronizationContext.SetSynchronizationContext(outer.Context);
            Cancellation.NameOverdue();
            Faults.ReportPending(_ready.Count > 0);
        }
        finally
        {
            EndWork(outer);
        }

        Watch.NoteFrame(drained, start, stepsBefore);
        UpdateDoorbell();
        return drained ? PumpResult.Drained : PumpResult.OverBudget;
    }

    private void CollectReadyWork(Phase? phase)
    {
        if (phase is { } now)
        {
            // Only who waits for the phase runs in it, so they become ready in a queue of their own.
            var main = _ready;
            _ready = Phases.Queue;
            Phases.Release(now);
            _ready = main;
            RunReadyWork(Phases.Queue, long.MaxValue);
            return;
        }

        // Frame waiters go behind what is ready by now.
        Phases.TicksLeft = Meter.BudgetTicks;
        _ready.TakeDue(Clocks);
        WorkQueue.Join(ref _ready, ref _next);
    }

    private bool RunLook()
    {
        var start = Meter.Last;
        TakeRemotePosts();
        var drained = RunReadyWork(_ready, start + Phases.TicksLeft);
        Phases.TicksLeft -= Meter.Last - start;
        return drained;
    }

    /// <summary>False when the budget ran out first.</summary>
    private bool RunReadyWork(WorkQueue queue, long deadline)
    {
        while (true)
        {
            try
            {
                if (!RunSteps(queue, deadline))
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
                if (Meter.Last >= deadline)
                {
                    return IsDrained;
                }
            }
        }
    }
}
