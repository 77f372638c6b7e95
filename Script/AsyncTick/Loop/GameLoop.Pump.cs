using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private static readonly object NoWorldYet = new();

    private readonly StepMeter _measure;
    private object? _world = NoWorldYet;
    private RemoteBatch? _openBatch;
    private (string File, int Line) _resumedAt;
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
        var clocks = Clocks;
        if (time.Real - _lastFrameAt > Options.GapSeconds && FrameNumber > 1)
        {
            ReportGap(time.Real);
        }

        _lastFrameAt = time.Real;
        clocks.Advance(time);
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
        var late = now - (_wantsNextFrame ? _lastFrameAt : Math.Max(_lastFrameAt, _doorbell->NextDueReal));
        if (late > Options.GapSeconds)
        {
            Log.Write(LogVerbosity.Log, $"{late:F1} s passed without a frame that was due (a modal dialog, a blocking load?); periodic waits continue as if they had been told.");
        }
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
            _pumping = false;
        }

        NoteFrame(drained, start, stepsBefore);
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

        TakeRemotePosts();
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

    // No try region in here: it would keep the hot locals out of registers.
    private bool RunSteps(long deadline)
    {
        var measure = _measure;
        var thread = _thread;
        var batched = 0;
        while (_ready.Count > 0)
        {
            var work = _ready.Dequeue();
            if (work.GetType() == typeof(TaskRecord))
            {
                var record = Unsafe.As<TaskRecord>(work);
                if (record.LightSteps >= measure.TrustAt && ReferenceEquals(record.World, _world))
                {
                    _ready.PrefetchAhead();
                    ContextSlot.Set(thread, record.Context);
                    record.Resumes++;
                    if (record.OwnWait == OwnWait.Await)
                    {
                        record.OwnWait = OwnWait.None;
                        record.OwnContinuation!();
                    }
                    else
                    {
                        record.OwnWait = OwnWait.None;
                        record.YieldCallback!(record.Task);
                    }

                    if (record.OwnWait == OwnWait.None)
                    {
                        AfterStep(record);
                    }

                    if (++batched == StepMeter.BatchLength)
                    {
                        EndBatch(batched);
                        batched = 0;
                        if (measure.Last >= deadline)
                        {
                            return IsDrained;
                        }
                    }

                    continue;
                }
            }

            if (batched > 0)
            {
                EndBatch(batched);
                batched = 0;
            }

            RunOther(work, deadline);
            if (measure.Last >= deadline)
            {
                return IsDrained;
            }
        }

        if (batched > 0)
        {
            EndBatch(batched);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndBatch(int steps)
    {
        var slowTicks = _measure.EndBatch(steps);
        if (slowTicks > 0)
        {
            WarnOfSlowBatch(steps, slowTicks);
        }
    }

    /// <summary>Runs an entry that is not a trusted task's plain resume.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOther(object work, long deadline)
    {
        switch (work)
        {
            case TaskRecord record when TryPark(record, record.Context):
            case PostedWork parked when TryPark(parked, parked.Context):
            case PollNode waiting when TryPark(waiting, waiting.IsLinked ? waiting.Context : null):
                break;
            case TaskRecord record:
                BeginStep(record, record.Context);
                Resume(record);
                EndStep(record);
                break;
            case PostedWork post:
                RunPost(post);
                break;
            case RemoteBatch batch:
                RunBatch(batch, deadline);
                break;
            default:
                RunPoll((PollNode)work);
                break;
        }
    }

    private static void Resume(TaskRecord record)
    {
        var how = record.OwnWait;
        record.OwnWait = OwnWait.None;
        if (how == OwnWait.Await)
        {
            record.OwnContinuation!();
        }
        else
        {
            record.YieldCallback!(record.Task);
        }
    }

    private void RunPost(PostedWork post)
    {
        var (callback, state, context, isContinuation) = (post.Callback!, post.State, post.Context!, post.IsContinuation);
        post.Callback = post.State = post.Context = null;
        _freePosts.Push(post);

        var record = context.Record;
        BeginStep(record, context);
        if (isContinuation)
        {
            var continuation = Unsafe.As<Action>(callback);
            NoteResumed(record, continuation);
            continuation();
        }
        else
        {
            Unsafe.As<SendOrPostCallback>(callback)(state);
        }

        EndStep(record);
    }

    private void RunPoll(PollNode node)
    {
        if (!node.IsLinked)
        {
            node.LetGo();
            return;
        }

        var record = node.Context.Record;
        BeginStep(record, node.Context);
        var isResumed = node.Poll();
        EndStep(record);
        if (!isResumed)
        {
            // A question is no resume.
            record.Resumes--;
            record.Details.MeasuredSteps--;
        }
    }

    private void RunBatch(RemoteBatch batch, long deadline)
    {
        _openBatch = batch;
        var batched = 0;
        while (batch.Next < batch.Count)
        {
            ref readonly var item = ref batch.Items[batch.Next++];
            var record = item.Context.Record;
            if (item.Context.Scope.IsAbandoned)
            {
                continue;
            }

            if (IsPaused(record))
            {
                _parked.Add((RentPost(item.Callback, item.State, item.Context, isContinuation: false), item.Context));
                continue;
            }

            if (record.LightSteps < _measure.TrustAt)
            {
                if (batched > 0)
                {
                    EndBatch(batched);
                    batched = 0;
                }

                BeginStep(record, item.Context);
                item.Callback(item.State);
                EndStep(record);
            }
            else
            {
                Enter(record, item.Context);
                item.Callback(item.State);
                if (record.OwnWait == OwnWait.None)
                {
                    AfterStep(record);
                }

                if (++batched < StepMeter.BatchLength)
                {
                    continue;
                }

                EndBatch(batched);
                batched = 0;
            }

            if (_measure.Last >= deadline)
            {
                break;
            }
        }

        if (batched > 0)
        {
            EndBatch(batched);
        }

        _openBatch = null;
        KeepOrFree(batch);
    }

    private void KeepOrFree(RemoteBatch batch)
    {
        if (batch.Left > 0)
        {
            _ready.PushFront(batch);
        }
        else
        {
            batch.Clear();
            _freeBatches.Push(batch);
        }
    }

    /// <summary>A step that is timed by itself begins: everything before it has been stamped.</summary>
    private void BeginStep(TaskRecord record, TaskContext context)
    {
        // By the end of the step the record names the next wait; a warning is about the code after this one.
        _resumedAt = (record.WaitFile, record.WaitLine);
        Enter(record, context);
    }

    // The context is not always the record's: late code of an ended task runs under its own.
    private void Enter(TaskRecord record, TaskContext context)
    {
        ContextSlot.Set(_thread, context);
        if (!ReferenceEquals(record.World, _world))
        {
            EnterWorld(record.World);
        }

        record.Resumes++;
    }

    private void EndStep(TaskRecord record)
    {
        var slowTicks = _measure.EndStep(record);
        if (slowTicks > 0)
        {
            WarnOfSlowStep(record, slowTicks);
        }

        if (record.OwnWait == OwnWait.None)
        {
            AfterStep(record);
        }
    }

    private void EndFaultyStep(Exception fault)
    {
        var context = SynchronizationContext.Current as TaskContext ?? _rootContext;
        if (_openBatch is { } batch)
        {
            _openBatch = null;
            KeepOrFree(batch);
        }

        ReportStrayFault(context, fault);
        EndStep(context.Record);
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
