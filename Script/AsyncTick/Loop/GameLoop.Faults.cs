using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private const string TakenMark = "AsyncTick.TakenByLoop";
    private readonly List<PendingFault> _pendingFaults = [];
    private readonly ConditionalWeakTable<Exception, object> _reported = [];
    private readonly ConditionalWeakTable<Task, object> _leftToCollector = [];

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

        record.Details.LastFault = $"{fault.GetType().Name}: {FaultReport.MessageOf(fault)}";
        Report(FaultReport.Describe(context, record), fault, FaultKind.Stray);
    }

    /// <summary>A task's fault that somebody had taken over and now cannot throw, because a cancellation goes first.</summary>
    internal void ReportUnthrown(TaskContext context, Task task)
    {
        if (!IsOnLoopThread)
        {
            PostUnthrown(context, task);
            return;
        }

        if (!task.IsCompletedSuccessfully && !task.IsCanceled)
        {
            Report(new TaskOrigin(context.Id, Tasks.NameOf(context.Id), context.Scope.Path, ""), FaultOf(task), FaultKind.Task);
        }
    }

    private void PostUnthrown(TaskContext context, Task task) => PostQuietly(() => ReportUnthrown(context, task));

    private TaskState JudgeEnd(TaskContext context, TaskRecord record, Task task)
    {
        // Asking a cancelled task for its exception throws it once more, which costs as much as all the rest of its end.
        if (task.IsCanceled && (record.Details.CancelRequested || IsRequested(FaultOf(task), cancelRequested: false)))
        {
            if (Log.IsEnabled(LogVerbosity.Verbose))
            {
                Log.Write(LogVerbosity.Verbose, $"Task '{record.DisplayName}' (#{context.Id}) was cancelled ({record.Details.CancelReason}).");
            }

            return TaskState.Cancelled;
        }

        // The exception itself is not looked at yet: looking would mark it as seen, and whoever awaits the task may still come.
        _pendingFaults.Add(new PendingFault(context, task, FaultReport.Describe(context, record), record.Details.CancelRequested));
        _doorbell->Ready = 1;
        return TaskState.Faulted;
    }

    private static bool IsRequested(Exception fault, bool cancelRequested) =>
        fault is OperationCanceledException canceled
        && (cancelRequested || canceled is GameTaskCanceledException || canceled.CancellationToken.IsCancellationRequested);

    internal static Exception FaultOf(Task task)
    {
        if (task.Exception is { } faults)
        {
            return faults.InnerExceptions.Count == 1 ? faults.InnerExceptions[0] : faults;
        }

        try
        {
#pragma warning disable VSTHRD002 // The task has ended; a cancelled one gives up its exception in no other way.
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException canceled)
        {
            return canceled;
        }

        throw new InvalidOperationException("Internal error, please report: a task that succeeded was taken for a failed one.");
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
            if (pending.Context.Observed || (pending.Context.Shared && IsSomeoneElses(pending)))
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

    // Whether a plain task's exception has been looked at is not public, and looking would make it so; the collector tells of it in the end.
    private bool IsSomeoneElses(in PendingFault pending)
    {
        if (Options.UseRuntimeInternals)
        {
            return TaskInspector.IsExceptionHandled(pending.Task);
        }

        if (pending.Task.IsCanceled)
        {
            return false;
        }

        _leftToCollector.AddOrUpdate(pending.Task, pending.Origin);
        return true;
    }

    private void Report(TaskOrigin origin, Exception fault, FaultKind kind)
    {
        if (!_reported.TryAdd(fault, NoWorldYet))
        {
            return;
        }

        _faults++;
        AsyncTickEventSource.Log.NoteFault(Name, origin.Id, fault);
        if (_repeats.IsNews(FaultSite.KeyOf(fault), FaultReport.MessageOf(fault), FaultReport.Summary(origin, fault), LogVerbosity.Error))
        {
            Log.Write(LogVerbosity.Error, FaultReport.Write(origin, fault, kind));
        }

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
        // Raised by the finalizer for tasks of the whole process; the first loop to come takes it. Whether somebody else in the process
        // (an editor plugin, a test runner) has seen it says nothing: it belongs in this log all the same.
        if (_disposed || e.Exception.Data.Contains(TakenMark))
        {
            return;
        }

        e.Exception.Data[TakenMark] = Name;
        e.SetObserved();
        var (origin, kind) = sender is Task task && _leftToCollector.TryGetValue(task, out var left)
            ? ((TaskOrigin)left, FaultKind.Task)
            : (FaultReport.Untracked, FaultKind.Untracked);
        foreach (var fault in e.Exception.Flatten().InnerExceptions)
        {
            if (!_reported.TryGetValue(fault, out _))
            {
                PostQuietly(() =>
                {
                    if (origin.Id != 0)
                    {
                        Tasks.NoteFault(origin.Id, fault);
                    }

                    Report(origin, fault, kind);
                });
            }
        }
    }
}
