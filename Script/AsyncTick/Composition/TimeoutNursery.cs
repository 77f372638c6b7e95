namespace AsyncTick;

/// <summary>One operation under a time limit, and what it starts.</summary>
internal sealed class TimeoutNursery(TaskContext caller, double seconds, LoopClock clock, string name, string file, int line)
    : Nursery(caller, $"at most {TaskTable.Duration(seconds)}", file, line)
{
    private readonly double _started = clock.Now;
    private bool _timedOut;

    public override void OnTaskEnded(Waiter ended, Task task, TaskState state)
    {
    }

    public async Task Run(GameTask operation)
    {
        // Its outcome is thrown here, or reported below when something else is.
        operation.Context.Observed = true;
        var due = _started + Math.Max(0, seconds);
        while (!Scope.IsEmpty && !Caller.IsCancelled)
        {
            await Signal(double.IsPositiveInfinity(due) ? null : clock, due);
            _timedOut = !Scope.IsEmpty && !Caller.IsCancelled && clock.Now >= due;
            if (_timedOut)
            {
                break;
            }
        }

        await CloseAsync(_timedOut ? CancelReason.Timeout : CancelReason.ScopeClosed);
        ThrowIfCallerCancelled(operation.Context, operation.Inner);
        if (_timedOut && operation.Inner.IsCanceled)
        {
            throw new OperationTimeoutException(name, seconds, clock.Now - _started, FaultReport.Site(File, Line));
        }

        ThrowOutcome(operation.Inner);
    }
}
