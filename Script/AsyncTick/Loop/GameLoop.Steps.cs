using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The steps of a frame: one entry of the ready queue after the other, each in its task's name.</summary>
public sealed unsafe partial class GameLoop
{
    private RemoteBatch? _openBatch;
    private (string File, int Line) _resumedAt;

    /// <summary>Runs an entry that is not a trusted task's plain resume.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOther(object work, long deadline)
    {
        switch (work)
        {
            case TaskRecord record when TryPark(record, record.Context):
            case PostedWork parked when TryPark(parked, parked.Context):
            case PollNode waiting when TryPark(waiting, waiting.IsLinked ? (TaskContext)waiting.Waiter : null):
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
            record.NoteResumed(continuation);
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

        var context = (TaskContext)node.Waiter;
        var record = context.Record;
        BeginStep(record, context);
        var isResumed = node.Poll();
        if (!isResumed)
        {
            // A question is no resume.
            record.Resumes--;
            record.Details.MeasuredSteps--;
        }

        EndStep(record);
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
            Log.Write(LogVerbosity.Error, $"The host's CurrentWorldChanged threw; the step runs all the same. {ExceptionText.Full(fault)}");
        }
    }
}
