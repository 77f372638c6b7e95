namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private readonly List<(TaskContext Context, double Deadline)> _deferrals = [];

    internal void BeginDeferral(TaskRecord record, double deadline)
    {
        if (record.IsDetached)
        {
            return;
        }

        if (record.Details.DeferDepth++ == 0)
        {
            record.Cancel = false;
            if (record.Details.TokenSource is { IsCancellationRequested: true })
            {
                // Whoever asks for the token during cleanup gets one that the end of the deferral cancels.
                record.Details.TokenSource = null;
            }
        }

        _deferrals.Add((record.Context, deadline));
    }

    internal void EndDeferral(TaskContext context)
    {
        var record = context.Record;
        if (record.IsDetached || record.Details.DeferDepth == 0)
        {
            return;
        }

        _deferrals.RemoveAt(_deferrals.FindLastIndex(entry => entry.Context == context));
        if (--record.Details.DeferDepth == 0 && record.Details.CancelRequested)
        {
            DeliverCancel(record);
        }
    }

    // Called each frame with work; a deferral only costs something while a task is under one.
    private void EndOverdueDeferrals()
    {
        for (var i = 0; i < _deferrals.Count; i++)
        {
            var (context, deadline) = _deferrals[i];
            var record = context.Record;
            if (record.Context != context)
            {
                _deferrals.RemoveAt(i--);
            }
            else if (deadline <= Clocks.Real.Now && record.Details.CancelRequested)
            {
                _deferrals.RemoveAll(entry => entry.Context == context);
                record.Details.DeferDepth = 0;
                Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id}) held off its cancellation for longer than it had asked for; it is cancelled now.");
                DeliverCancel(record);

                // What is registered with the task's token may have changed the list.
                i = -1;
            }
        }
    }
}
