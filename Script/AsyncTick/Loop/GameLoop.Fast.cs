using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The ready queue's loop, and the fast way through it: the plain resumes of tasks that are trusted to be quick.</summary>
public sealed unsafe partial class GameLoop
{
    private static readonly object NoLane = new();

    // What a task's lane must be for its step to go without a look at its world and without a stamp of its own.
    private object _lane = NoLane;
    private ExecutionContext? _outerValues;

    /// <summary>Null when none are to be used.</summary>
    internal ConditionalWeakTable<Type, DirectResume>? DirectResumes { get; }

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
                    if (direct)
                    {
                        // A method that flows nothing leaves on the thread what it sets.
                        DirectResume.EndStep(thread);
                    }
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

            if (batched > 0)
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

    // The host's own values are not the tasks'; a thread without any lets them resume directly.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnterDirectly()
    {
        _outerValues = DirectResume.DropValues(_thread);
        return _outerValues is not null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LeaveDirectly()
    {
        ExecutionContext.Restore(_outerValues!);
        _outerValues = null;
    }
}
