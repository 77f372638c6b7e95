using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Reports exceptions that are not awaited, once each: to the log, then to <see cref="GameLoop.Faulted"/>. Loop thread only unless said otherwise.</summary>
internal sealed class LoopFaults : IDisposable
{
    private const string TakenMark = "AsyncTick.TakenByLoop";
    private static readonly object Reported = new();

    private readonly GameLoop _loop;
    private readonly List<PendingFault> _pending = [];
    private readonly FaultTrail _trail;
    private readonly ConditionalWeakTable<Exception, object> _reported = [];
    private readonly ConditionalWeakTable<Task, object> _leftToCollector = [];
    private readonly ConditionalWeakTable<Task, object> _leftAlone = [];

    public LoopFaults(GameLoop loop, StepMeter meter)
    {
        _loop = loop;
        _trail = new FaultTrail(meter, loop.Tasks.OriginOf);
        TaskScheduler.UnobservedTaskException += OnUnobservedTaskException;
    }

    /// <summary>A task's end with an exception, held until the frame is over: the task may still be awaited in this frame.</summary>
    private readonly record struct PendingFault(TaskContext Context, Task Task, TaskOrigin Origin, bool CancelRequested, bool IsSeen);

    public event Action<TaskFault>? Faulted;

    /// <summary>Faults so far. Any thread; a moment old.</summary>
    public long Count { get; private set; }

    /// <summary>Faults of this frame that may still be awaited.</summary>
    public int Pending => _pending.Count;

    /// <summary>What a task has failed with.</summary>
    public static Exception FaultOf(Task task)
    {
        if (task.Exception is { } faults)
        {
            return faults.InnerExceptions.Count == 1 ? faults.InnerExceptions[0] : faults;
        }

        try
        {
#pragma warning disable VSTHRD002 // The task has ended; a canceled one gives up its exception in no other way.
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException canceled)
        {
            return canceled;
        }

        throw new InvalidOperationException("Internal error, please report: a task that succeeded was taken for a failed one.");
    }

    /// <summary>Whether a task of this scope has failed by a start that its own cancellation has refused, and so has ended canceled. Takes its exception when that may be.</summary>
    public static bool HasCanceled(TaskScope scope, Task ended) =>
        ended.IsFaulted && scope.MayHaveRefused() && scope.IsCanceledBy(FaultOf(ended));

    /// <summary>An exception that ends no task: it reached a context instead (async void, a posted callback, code left running by an ended task), or was caught. Any thread.</summary>
    public void ReportStray(TaskContext context, Exception fault, FaultKind kind = FaultKind.Stray)
    {
        if (!_loop.IsOnLoopThread)
        {
            PostStray(context, fault, kind);
            return;
        }

        var record = context.Record;
        if (context.Scope.IsCanceledBy(fault)
            || (fault is OperationCanceledException && (record.Details.CancelRequested || context.Scope.IsCancellationRequested || fault is GameTaskCanceledException)))
        {
            return;
        }

        record.Details.LastFault = OneLine(fault);
        Report(record.OriginFor(context), fault, kind);
    }

    /// <summary>Cancels what is registered with a token; what that throws is reported.</summary>
    public void CancelSource(CancellationTokenSource source, TaskContext context)
    {
        try
        {
            source.Cancel();
        }
        catch (Exception fault)
        {
            ReportStray(context, fault);
        }
    }

    /// <summary>A task's fault that was to be thrown at an await and now cannot be, because a cancellation goes first. Any thread.</summary>
    public void ReportUnthrown(TaskContext context, Task task)
    {
        if (!_loop.IsOnLoopThread)
        {
            PostUnthrown(context, task);
            return;
        }

        if (!task.IsCompletedSuccessfully && !task.IsCanceled && !HasCanceled(context.Scope, task))
        {
            Report(new TaskOrigin(context.Id, _loop.Tasks.NameOf(context.Id), context.Scope.Path, ""), FaultOf(task), FaultKind.Task);
        }
    }

    /// <summary>A task has ended other than well: how, and whether that is to be reported at the end of the frame.</summary>
    public TaskState JudgeEnd(TaskContext context, TaskRecord record, Task task)
    {
        // Asking a canceled task for its exception throws it once more, which costs as much as all the rest of its end.
        var mayBeRefused = task.IsFaulted && context.Scope.MayHaveRefused();
        if (mayBeRefused ? context.Scope.IsCanceledBy(FaultOf(task)) : task.IsCanceled && (record.Details.CancelRequested || IsRequested(FaultOf(task), cancelRequested: false)))
        {
            if (_loop.Log.IsEnabled(LogVerbosity.Verbose))
            {
                _loop.Log.Write(LogVerbosity.Verbose, $"Task '{record.DisplayName}' (#{context.Id}) was canceled ({record.Details.CancelReason}).");
            }

            return TaskState.Canceled;
        }

        // The exception itself is not looked at otherwise: looking marks it as seen, and the task may still be awaited.
        _pending.Add(new PendingFault(context, task, record.OriginFor(context), record.Details.CancelRequested, IsSeen: mayBeRefused));
        _loop.RingDoorbell();
        return TaskState.Faulted;
    }

    /// <summary>The frame is over: reports the faults that were not taken in it.</summary>
    /// <param name="hasReadyWork">Whether the frame's budget left work over.</param>
    public void ReportPending(bool hasReadyWork)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        // Writing a report may run a handler that starts and ends tasks, so the list can grow meanwhile.
        var kept = 0;
        for (var i = 0; i < _pending.Count; i++)
        {
            var pending = _pending[i];
            if (pending.Context.Observed || (pending.Context.Shared && !pending.IsSeen && IsHandledElsewhere(pending)))
            {
                NoteAwaited(pending);
                continue;
            }

            if (pending.Context.Shared && hasReadyWork)
            {
                // What awaits it as a plain task may be among the work that was left over.
                _pending[kept++] = pending;
                continue;
            }

            var fault = FaultOf(pending.Task);
            if (!IsRequested(fault, pending.CancelRequested))
            {
                _loop.Tasks.EndedTasks.NoteFault(pending.Origin.Id, OneLine(fault));
                Report(pending.Origin, fault, fault is OperationCanceledException ? FaultKind.UnrequestedCancellation : FaultKind.Task);
            }
        }

        _pending.RemoveRange(kept, _pending.Count - kept);
    }

    /// <summary>A fault of this task, should it come to one, is no one's. However often that is said of a long-lived task, it keeps one continuation.</summary>
    public void LeaveAlone(Task task)
    {
        if (_leftAlone.TryAdd(task, Reported))
        {
            _ = task.ContinueWith(
                static late => _ = late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Forgets the faults of abandoned scopes.</summary>
    public void Abandon() => _pending.RemoveAll(static pending => pending.Context.Scope.IsAbandoned);

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobservedTaskException;

    // By itself: a lambda there would cost every call its closure.
    private void PostStray(TaskContext context, Exception fault, FaultKind kind) => _loop.PostQuietly(() => ReportStray(context, fault, kind));

    private void PostUnthrown(TaskContext context, Task task) => _loop.PostQuietly(() => ReportUnthrown(context, task));

    private static bool IsRequested(Exception fault, bool cancelRequested) =>
        fault is OperationCanceledException canceled
        && (cancelRequested || canceled is GameTaskCanceledException || canceled.CancellationToken.IsCancellationRequested);

    // Whether a plain task's exception has been looked at is not public, and looking would make it so; the collector tells of it in the end.
    private bool IsHandledElsewhere(in PendingFault pending)
    {
        if (_loop.Options.UseRuntimeInternals)
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

    // Only what someone has taken already: to look at an exception is to take it.
    private void NoteAwaited(in PendingFault pending)
    {
        if (_loop.Options.UseRuntimeInternals && !pending.Task.IsCanceled && TaskInspector.IsExceptionHandled(pending.Task))
        {
            _trail.NoteAwaited(FaultOf(pending.Task), pending.Origin);
        }
    }

    private static string OneLine(Exception fault) => $"{fault.GetType().Name}: {ExceptionText.MessageLine(fault)}";

    private void Report(TaskOrigin origin, Exception fault, FaultKind kind)
    {
        if (!_reported.TryAdd(fault, Reported))
        {
            return;
        }

        Count++;
        try
        {
            if (_loop.Watch.NoteFault(origin, fault))
            {
                _loop.Log.Write(LogVerbosity.Error, FaultReport.Write(origin, fault, kind) + _trail.Write(origin, fault));
            }
        }
        catch (Exception second)
        {
            _loop.Log.Write(LogVerbosity.Error, $"Task '{origin.Name}' (#{origin.Id} in {origin.ScopePath}) failed with {fault.GetType()}, which cannot be put into words: {second.GetType()}");
        }

        var told = new TaskFault(origin.Id, origin.Name, origin.ScopePath, fault) { StartSite = origin.StartSite };
        var outer = _loop.Flow.Enter(thread: null);
        GuardedHandlers.Tell(Faulted, told, "GameLoop.Faulted", _loop.Log);
        _loop.Flow.Leave(outer, thread: null);
    }

    private void OnUnobservedTaskException(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        // Raised by the finalizer for tasks of the whole process; the first loop to come takes it. Whether another handler in the process
        // (an editor plugin, a test runner) has seen it says nothing: it belongs in this log all the same.
        if (_loop.IsDisposed || e.Exception.Data.Contains(TakenMark))
        {
            return;
        }

        e.Exception.Data[TakenMark] = _loop.Name;
        e.SetObserved();
        var (origin, kind) = sender is Task task && _leftToCollector.TryGetValue(task, out var left)
            ? ((TaskOrigin)left, FaultKind.Task)
            : (FaultReport.Untracked, FaultKind.Untracked);
        foreach (var fault in e.Exception.Flatten().InnerExceptions)
        {
            if (!_reported.TryGetValue(fault, out _))
            {
                _loop.PostQuietly(() =>
                {
                    if (origin.Id != 0)
                    {
                        _loop.Tasks.EndedTasks.NoteFault(origin.Id, OneLine(fault));
                    }

                    Report(origin, fault, kind);
                });
            }
        }
    }
}
