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
        if (fault is OperationCanceledException && (record.CancelRequested || context.Scope.IsCancellationRequested || fault is GameTaskCanceledException))
        {
            return;
        }

        record.LastFault = $"{fault.GetType().Name}: {fault.Message}";
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

    private void WarnOfSlowStep(TaskContext context, TaskRecord record, double seconds)
    {
        var name = context.Id == 0 ? "A posted callback" : $"Task '{record.DisplayName}' (#{context.Id})";
        var site = record.WaitLine == 0 ? FaultReport.Site(record.StartFile, record.StartLine) : FaultReport.Site(record.WaitFile, record.WaitLine);
        Log.Write(LogVerbosity.Warning, $"{name} held the game thread for {seconds * 1000:F1} ms in one step; resumed after the wait at {site}.");
    }
}
