using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private readonly List<PendingFault> _pendingFaults = [];
    private readonly ConditionalWeakTable<Exception, object> _reported = [];

    /// <summary>A task's end with an exception, held until the frame is over: whoever awaits the task may still come in this frame.</summary>
    private readonly record struct PendingFault(TaskContext Context, Task Task, TaskOrigin Origin, bool CancelRequested);

    /// <summary>An exception that reached a context instead of a task: async void, a posted callback, code left running by an ended task. Any thread.</summary>
    internal void ReportStrayFault(TaskContext context, Exception fault)
    {
        if (!IsOnLoopThread)
        {
            PostQuietly(() => ReportStrayFault(context, fault));
            return;
        }

        var record = context.Record;
        if (fault is OperationCanceledException && (record.Details.CancelRequested || context.Scope.IsCancellationRequested || fault is GameTaskCanceledException))
        {
            return;
        }

        record.Details.LastFault = $"{fault.GetType().Name}: {fault.Message}";
        Report(FaultReport.Describe(context, record), fault, FaultKind.Stray);
    }

    private void ReportFaults()
    {
        if (_pendingFaults.Count == 0)
        {
            return;
        }

        // Writing a report may run a handler that starts and ends tasks, so the list can grow meanwhile.
        var kept = 0;
        for (var i = 0; i < _pendingFaults.Count; i++)
        {
            var pending = _pendingFaults[i];
            if (pending.Context.Observed || (pending.Context.Shared && TaskInspector.IsExceptionHandled(pending.Task)))
            {
                continue;
            }

            if (pending.Context.Shared && _ready.Count > 0)
            {
                // Whoever awaits it as a plain task may be among the work that this frame's budget left over.
                _pendingFaults[kept++] = pending;
                continue;
            }

            var fault = FaultOf(pending.Task);
            if (!IsRequested(fault, pending.CancelRequested))
            {
                Tasks.NoteFault(pending.Origin.Id, fault);
                Report(pending.Origin, fault, fault is OperationCanceledException ? FaultKind.UnrequestedCancellation : FaultKind.Task);
            }
        }

        _pendingFaults.RemoveRange(kept, _pendingFaults.Count - kept);
    }

    private void Report(TaskOrigin origin, Exception fault, FaultKind kind)
    {
        if (!_reported.TryAdd(fault, NoWorldYet))
        {
            return;
        }

        Log.Write(LogVerbosity.Error, FaultReport.Write(origin, fault, kind));
        try
        {
            Faulted?.Invoke(new TaskFault(origin.Id, origin.Name, origin.ScopePath, fault));
        }
        catch (Exception handlerFault)
        {
            Log.Write(LogVerbosity.Error, $"A handler of GameLoop.Faulted threw: {handlerFault}");
        }
    }

    private void OnUnobservedTaskException(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        // Raised by the finalizer for tasks of the whole process; the first loop to come takes it.
        if (e.Observed || _disposed)
        {
            return;
        }

        e.SetObserved();
        foreach (var fault in e.Exception.Flatten().InnerExceptions)
        {
            if (!_reported.TryGetValue(fault, out _))
            {
                PostQuietly(() => Report(FaultReport.Untracked, fault, FaultKind.Untracked));
            }
        }
    }

    private void WarnOfSlowStep(TaskRecord record, long ticks) =>
        Log.Write(LogVerbosity.Warning, $"{NameForWarning(record)} held the game thread for {_measure.ToSeconds(ticks) * 1000:F1} ms in one step; it came from {ResumeSite(record)}.");

    // Steps that were short by experience share a stamp; when one of them turns slow, its batch is named, and from then on each is timed by itself.
    private void WarnOfSlowBatch(int steps, long ticks) =>
        Log.Write(LogVerbosity.Warning, $"One of {steps} tasks that were quick so far held the game thread, {_measure.ToSeconds(ticks) * 1000:F1} ms for all; each is timed by itself now.");

    private static string NameForWarning(TaskRecord record) =>
        record.IsOrphanage ? "A callback or code of an ended task" : $"Task '{record.DisplayName}' (#{record.Context.Id})";

    private string ResumeSite(TaskRecord record) =>
        _resumedAt.Line == 0 ? $"its start at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}" : $"the wait at {FaultReport.Site(_resumedAt.File, _resumedAt.Line)}";
}
