namespace AsyncTick;

/// <summary>Stretches of code that a cancellation does not interrupt (<see cref="Async.Defer"/>), and those that take longer than they had asked for. Loop thread only unless said otherwise.</summary>
internal sealed class LoopDeferrals(GameLoop loop)
{
    // Tasks whose cancellation a deferral holds off, some perhaps no more, and the timer for the first time limit of theirs.
    private readonly HashSet<TaskContext> _heldOff = [];
    private TimerNode? _deadline;
    private long _deferralsBegun;

    /// <summary>Tasks whose cancellation a deferral holds off.</summary>
    public int Count => _heldOff.Count(IsHeldOff);

    public void Begin(TaskRecord record, double deadline)
    {
        if (record.IsDetached)
        {
            return;
        }

        var details = record.Details;
        details.Deferrals ??= [];
        details.Deferrals.Add(new Deferral(deadline, ++_deferralsBegun));
        if (details.Deferrals.Count == 1)
        {
            record.Cancel = false;
            if (details.TokenSource is { IsCancellationRequested: true })
            {
                // A token that is asked for during cleanup is one that the end of the deferral cancels.
                details.TokenSource = null;
            }
        }

        if (details.CancelRequested)
        {
            HoldOff(record);
        }
    }

    /// <summary>See <see cref="CancellationDeferral.Dispose"/>. Any thread.</summary>
    public void End(TaskContext context, double deadline)
    {
        if (!loop.IsOnLoopThread)
        {
            PostEnd(context, deadline);
            return;
        }

        var record = context.Record;
        if (record.Context != context || record.Details.Deferrals is not { Count: > 0 } deferrals)
        {
            return;
        }

        var at = deferrals.Count - 1;
        while (at >= 0 && deferrals[at].Deadline != deadline)
        {
            at--;
        }

        if (at < 0)
        {
            // It has been ended because it took too long.
            return;
        }

        deferrals.RemoveAt(at);
        if (deferrals.Count == 0 && record.Details.CancelRequested)
        {
            _heldOff.Remove(context);
            loop.Cancellation.Deliver(record);
        }
    }

    /// <summary>Called each frame with work, before anything in it becomes ready.</summary>
    public void EndOverdue()
    {
        if (_deadline is { } timer && timer.Due <= loop.Clocks.Real.Now)
        {
            timer.Due = double.PositiveInfinity;
            EndBefore(loop.Clocks.Real.Now);
        }
    }

    /// <summary>A task under a deferral was asked to end.</summary>
    public void HoldOff(TaskRecord record)
    {
        _heldOff.Add(record.Context);
        WaitForDeadline(record.Details.Deferrals!.Min(static each => each.Deadline));
    }

    // In the order in which the deferrals began.
    private void EndBefore(double now)
    {
        TaskContext[] held = [.. _heldOff.Where(IsHeldOff)];
        _heldOff.Clear();
        foreach (var context in held.OrderBy(context => context.Record.Details.FirstOverdue(now)))
        {
            var record = context.Record;
            if (!IsHeldOff(context))
            {
                // What is registered with the token of one before it has ended it.
                continue;
            }

            if (record.Details.FirstOverdue(now) == long.MaxValue)
            {
                HoldOff(record);
                continue;
            }

            // A stretch without a limit goes on: what is behind it counts on what it waits for, a lock.
            record.Details.Deferrals!.RemoveAll(static each => !double.IsPositiveInfinity(each.Deadline));
            var isFree = !record.Details.IsDeferring;
            if (loop.Watch.Repeats.MayName("a task held off its cancellation for longer than it had asked for."))
            {
                loop.Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id}) held off its cancellation for longer than it had asked for; it is canceled {(isFree ? "now" : "as soon as it can be")}.");
            }

            if (isFree)
            {
                loop.Cancellation.Deliver(record);
            }
            else
            {
                HoldOff(record);
            }
        }
    }

    private static bool IsHeldOff(TaskContext context) =>
        context.Record.Context == context && context.Record.Details is { IsDeferring: true, CancelRequested: true };

    private void PostEnd(TaskContext context, double deadline) => loop.PostQuietly(() => End(context, deadline));

    private void WaitForDeadline(double due)
    {
        _deadline ??= new TimerNode { Callback = static () => { }, Due = double.PositiveInfinity, IsInternal = true };
        if (due < _deadline.Due)
        {
            var timers = loop.Clocks.Real.Timers;
            timers.Remove(_deadline);
            timers.Add(_deadline, due);
        }
    }
}
