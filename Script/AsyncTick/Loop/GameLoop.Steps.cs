using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The steps of a frame: one entry of the ready queue after the other, each in its task's name.</summary>
public sealed unsafe partial class GameLoop
{
    // The plain resumes of tasks that are trusted to be quick go through here, everything else through RunOther. No try region in here, nor in
    // what this is inlined into: it would keep the hot locals out of registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunSteps(WorkQueue ready, long deadline)
    {
        var measure = Meter;
        var thread = _thread;
        var values = Flow.Values;
        var recorder = measure.Recorder;
        while (ready.Count > 0)
        {
            var stretch = new WorkQueue.Stretch(ready);
            var length = Math.Min(ready.Count, measure.BatchLength);
            var direct = DirectResume.CarriesOnly(values, thread) || Flow.EnterDirectly(thread);
            object? other = null;
            var batched = 0;
            do
            {
                var work = stretch.Take();
                if (work.GetType() != typeof(TaskRecord) || !ReferenceEquals(Unsafe.As<TaskRecord>(work).BatchKey, measure.BatchKey))
                {
                    other = work;
                    break;
                }

                var record = Unsafe.As<TaskRecord>(work);
                ContextSlot.Set(thread, record.Context);
                recorder.Step(record.WaitFileBits, record.WaitLine, record.Context.Id);
                if (Accounting.IsOn)
                {
                    record.Resumes++;
                }

                var how = record.OwnWait;
                record.OwnWait = OwnWait.None;
                if (direct && record.Step is { } step && step(record.Task!))
                {
                    DirectResume.EndStep(values, thread);
                }
                else if (direct && record.Pooled is { } pooled && pooled.TryStep(values))
                {
                    DirectResume.EndStep(values, thread);
                }
                else if (direct)
                {
                    record.FindStep();
                    Resume(record, how);

                    // A method that flows nothing leaves on the thread what it sets.
                    DirectResume.EndStep(values, thread);
                }
                else
                {
                    Resume(record, how);
                }

                EndTask(record);
            }
            while (++batched < length);

            Flow.LeaveDirectly();
            EndBatch(batched);
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

    /// <summary>Runs an entry that is not a trusted task's plain resume.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOther(object work, long deadline)
    {
        switch (work)
        {
            case TaskRecord { IsPaused: true } record:
                Pausing.Park(record, record.Context);
                break;
            case TaskRecord record:
                BeginStep(record, record.Context);
                var how = record.OwnWait;
                record.OwnWait = OwnWait.None;
                Resume(record, how);
                Flow.DropLeft(_thread);
                EndStep(record);
                break;
            case PostedWork post:
                RunPost(post);
                break;
            case RemoteBatch batch:
                RunBatch(batch, deadline);
                break;
            case DueWaits due when _ready.Unfold(due, Recorder):
                // It is no step: whose turn it is now makes one, however small the budget.
                Meter.Begin();
                RunOther(_ready.Dequeue(), deadline);
                break;
            case DueWaits:
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
        var context = TaskContext.Of(post.Waiter!);
        var record = context.Record;
        if (record.IsPaused)
        {
            Pausing.Park(post, context);
            return;
        }

        var (callback, state, isContinuation) = (post.Callback!, post.State, post.IsContinuation);
        post.Callback = post.State = post.Waiter = null;
        Pools.Posts.Return(post);
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

        Flow.DropLeft(_thread);
        EndStep(record);
    }

    private void RunPoll(PollNode node)
    {
        if (!node.IsLinked)
        {
            node.LetGo();
            return;
        }

        var context = TaskContext.Of(node.Waiter);
        var record = context.Record;
        if (record.IsPaused)
        {
            Pausing.Park(node, context);
            return;
        }

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

    /// <summary>A step that is timed by itself begins: everything before it has been stamped.</summary>
    private void BeginStep(TaskRecord record, TaskContext context)
    {
        Watch.NoteResume(record);
        Enter(record, context);
    }

    // The context is not always the record's: late code of an ended task runs under its own.
    private void Enter(TaskRecord record, TaskContext context)
    {
        record.TellStep(Recorder, context);
        ContextSlot.Change(_thread, context);
        _world.Enter(record.World);
        record.Resumes++;
    }

    private void EndStep(TaskRecord record)
    {
        var ticks = Meter.EndStep();
        var isLight = Meter.IsLight(ticks);
        record.NoteStep(ticks, isLight);
        _world.ChooseBatchKey();
        if (!isLight && Meter.IsSlow(ticks))
        {
            Watch.WarnOfSlowStep(record, ticks);
        }

        EndTask(record);
    }

    // The task of a step that is over has ended, or its outermost method does not wait with this loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndTask(TaskRecord record)
    {
        if (record.OwnWait == OwnWait.None)
        {
            Ends.AfterStep(record);
        }
    }

    private void EndBatch(int steps)
    {
        if (steps == 0)
        {
            return;
        }

        var slowTicks = Meter.EndBatch(steps);
        _world.ChooseBatchKey();
        if (slowTicks > 0)
        {
            Watch.WarnOfSlowBatch(steps, slowTicks);
        }
    }

    private void EndFaultyStep(Exception fault)
    {
        var context = SynchronizationContext.Current as TaskContext ?? Tasks.Records.DetachedContext;
        Flow.LeaveDirectly();
        if (_remote.Running is { } batch)
        {
            KeepOrReturn(batch);
        }

        Flow.DropLeft(_thread);
        Faults.ReportStray(context, fault);
        EndStep(context.Record);
    }
}
