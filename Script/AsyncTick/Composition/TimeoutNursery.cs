namespace AsyncTick;

/// <summary>One operation under a time limit, and what it starts.</summary>
internal sealed class TimeoutNursery(TaskContext caller, double seconds, LoopClock clock, string name, string file, int line)
    : Nursery(caller, $"at most {DurationText.Of(seconds)}", file, line)
{
    private readonly double _started = clock.Now;
    private bool _timedOut;

    public static async Task Run(double seconds, Func<CancellationToken, Task> operation, string? name, Clock clock, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(operation);
        name ??= TaskName.FromExpression(expression);
        await new CancelledFrame(TaskContext.Required);
        var nursery = Open(seconds, name, clock, file, line);
        await nursery.Run(nursery.Scope.Start(operation, name, expression, file, line));
    }

    public static async Task<T> Run<T>(double seconds, Func<CancellationToken, Task<T>> operation, string? name, Clock clock, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(operation);
        name ??= TaskName.FromExpression(expression);
        await new CancelledFrame(TaskContext.Required);
        var nursery = Open(seconds, name, clock, file, line);
        var task = nursery.Scope.Start(() => operation(TaskContext.Required.Token), name, expression, file, line);
        await nursery.Run(task);
        return await task.Inner;
    }

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

        await Close(_timedOut ? CancelReason.Timeout : CancelReason.ScopeClosed);
        ThrowIfCallerCancelled(operation.Context, operation.Inner);
        if (_timedOut && operation.Inner.IsCanceled)
        {
            throw new OperationTimeoutException(name, seconds, clock.Now - _started, FaultReport.Site(File, Line));
        }

        ThrowOutcome(operation.Inner);
    }

    private static TimeoutNursery Open(double seconds, string name, Clock clock, string file, int line)
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A time limit needs a number of seconds.");
        }

        var context = TaskContext.Required;
        var scope = context.Scope;
        var on = scope.Clocks.Get(clock == Clock.Default ? scope.DefaultClock : clock);
        return new TimeoutNursery(context, seconds, on, name, file, line);
    }
}
