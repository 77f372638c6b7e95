namespace AsyncTick;

/// <summary>One operation under a time limit, and what it starts.</summary>
internal sealed class TimeoutNursery : Nursery
{
    private readonly LoopClock _clock;
    private readonly double _started;
    private readonly double _due;
    private readonly double _seconds;
    private readonly string _name;
    private bool _timedOut;

    private TimeoutNursery(Deadline deadline, string name, string file, int line)
        : base(TaskContext.Required, $"at most {DurationText.Of(deadline.RemainingSeconds)}", file, line)
    {
        _clock = deadline.On;
        _started = _clock.Now;
        _seconds = deadline.RemainingSeconds;
        _due = Math.Max(_started, deadline.Until);
        _name = name;
    }

    public static Task Run(double seconds, Func<CancellationToken, Task> operation, string? name, Clock clock, string expression, string file, int line) =>
        Run(() => Deadline.In(seconds, clock), operation, name, expression, file, line);

    public static Task<T> Run<T>(double seconds, Func<CancellationToken, Task<T>> operation, string? name, Clock clock, string expression, string file, int line) =>
        Run(() => Deadline.In(seconds, clock), operation, name, expression, file, line);

    /// <param name="limit">Asked when the caller is known not to be canceled.</param>
    /// <param name="operation">What is under the limit.</param>
    /// <param name="name">What messages call it; null for its source text.</param>
    /// <param name="expression">Its source text.</param>
    /// <param name="file">Where the limit is set.</param>
    /// <param name="line">Where the limit is set.</param>
    public static async Task Run(Func<Deadline> limit, Func<CancellationToken, Task> operation, string? name, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(operation);
        name ??= TaskName.FromExpression(expression);
        await new CanceledFrame(TaskContext.Required);
        var nursery = new TimeoutNursery(limit(), name, file, line);
        await nursery.Run(nursery.Scope.Start(operation, name, expression, file, line));
    }

    /// <inheritdoc cref="Run(Func{Deadline}, Func{CancellationToken, Task}, string?, string, string, int)"/>
    public static async Task<T> Run<T>(Func<Deadline> limit, Func<CancellationToken, Task<T>> operation, string? name, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(operation);
        name ??= TaskName.FromExpression(expression);
        await new CanceledFrame(TaskContext.Required);
        var nursery = new TimeoutNursery(limit(), name, file, line);
        var task = nursery.Scope.Start(() => operation(TaskContext.Required.Token), name, expression, file, line);
        await nursery.Run(task);
        return await task.Inner;
    }

    public override void OnTaskEnded(Waiter ended, Task task, TaskState state)
    {
    }

    private async Task Run(GameTask operation)
    {
        // Its outcome is thrown here, or reported below when something else is.
        operation.Context.Observed = true;
        while (!Scope.IsEmpty && !Caller.IsCanceled)
        {
            await Signal(double.IsPositiveInfinity(_due) ? null : _clock, _due);
            _timedOut = !Scope.IsEmpty && !Caller.IsCanceled && _clock.Now >= _due;
            if (_timedOut)
            {
                break;
            }
        }

        await Close(_timedOut ? CancelReason.Timeout : CancelReason.ScopeClosed);
        ThrowIfCallerCanceled(operation.Context, operation.Inner);
        if (_timedOut && (operation.Inner.IsCanceled || LoopFaults.HasCanceled(Scope, operation.Inner)))
        {
            throw new OperationTimeoutException(_name, _seconds, _clock.Now - _started, FaultReport.Site(File, Line));
        }

        ThrowOutcome(operation.Inner);
    }
}
