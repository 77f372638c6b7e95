using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The steps of a frame: one entry of the ready queue after the other, each in its task's name.</summary>
public sealed unsafe partial class GameLoop
{
    private static readonly object NoLane = new();

    // What a task's lane must be for its step to go without a look at its world and without a stamp of its own.
    private object _lane = NoLane;
    private ExecutionContext? _outerValues;
    private RemoteBatch? _openBatch;
    private (string File, int Line) _resumedAt;

    // No try region in here, nor in what this is inlined into: it would keep the hot locals out of registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunSteps(long deadline)
    {
        var ready = _ready;
        var measure = _measure;
        var thread = _thread;
        while (ready.Count > 0)
        {
            var stretch = new WorkQueue.Stretch(ready);
            var length = Math.Min(ready.Count, measure.BatchLength);
            var direct = DirectResume.IsWithoutValues(thread) || EnterDirectly();
            object? other = null;
            var batched = 0;
            do
            {
                var work = stretch.Take();
                if (work.GetType() != typeof(TaskRecord) || !ReferenceEquals(Unsafe.As<TaskRecord>(work).Lane, _lane))
                {
                    other = work;
                    break;
                }

                var record = Unsafe.As<TaskRecord>(work);
                ContextSlot.Set(thread, record.Context);
                if (Accounting.IsOn)
                {
                    record.Resumes++;
                }

                var how = record.OwnWait;
                record.OwnWait = OwnWait.None;
                if (direct && record.Direct?.Resume is { } resume && resume(record.Task!))
                {
                    DirectResume.EndStep(thread);
                }
                else if (direct && record.Pooled is { } pooled && DirectResume.TryStep(pooled))
                {
                    DirectResume.EndStep(thread);
                }
                else
                {
                    Resume(record, how);
                }

                if (record.OwnWait == OwnWait.None)
                {
                    AfterStep(record);
                }
            }
            while (++batched < length);

            if (_outerValues is not null)
            {
                LeaveDirectly();
            }

            if (batched > 0 && Accounting.IsOn)
            {
                EndBatch(batched);
            }

            if (other is not null)
            {
                RunOther(other, deadline);
            }

            if (measure.Last >= deadline)
            {
                return IsDrained;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndBatch(int steps)
    {
        var slowTicks = _measure.EndBatch(steps);
        ChooseLane();
        if (slowTicks > 0)
        {
            WarnOfSlowBatch(steps, slowTicks);
        }
    }

    private void ChooseLane()
    {
        var lane = _measure.IsTrusting ? TaskRecord.LaneOf(_world) : NoLane;
        if (!ReferenceEquals(lane, _lane))
        {
            _lane = lane;
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
                var how = record.OwnWait;
                record.OwnWait = OwnWait.None;
                Resume(record, how);
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

    private static void Resume(TaskRecord record, OwnWait how)
    {
        if (how == OwnWait.Await)
        {
            record.OwnContinuation!();
        }
        else
        {
            record.YieldCallback!(record.Task);
        }
    }

    // The host's own values are not the tasks'; a thread without any lets them resume directly.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnterDirectly()
    {
        _outerValues = DirectResume.DropValues();
        return _outerValues is not null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LeaveDirectly()
    {
        ExecutionContext.Restore(_outerValues!);
        _outerValues = null;
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
        var measure = _measure;
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

            if (record.LightSteps < StepMeter.LightStepsToTrust || !measure.IsTrusting)
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

                if (++batched < measure.BatchLength)
                {
                    continue;
                }

                EndBatch(batched);
                batched = 0;
            }

            if (measure.Last >= deadline)
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
        ContextSlot.Change(_thread, context);
        if (!ReferenceEquals(record.World, _world))
        {
            EnterWorld(record.World);
        }

        record.Resumes++;
    }

    private void EndStep(TaskRecord record)
    {
        var slowTicks = _measure.EndStep(record);
        ChooseLane();
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
        if (_outerValues is not null)
        {
            LeaveDirectly();
        }

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
        ChooseLane();
        try
        {
            _currentWorldChanged?.Invoke(world);
        }
        catch (Exception fault)
        {
            Log.Write(LogVerbosity.Error, $"The host's CurrentWorldChanged threw; the step runs all the same. {fault}");
        }
    }
}
