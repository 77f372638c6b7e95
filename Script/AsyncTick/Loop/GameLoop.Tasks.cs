using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private static readonly Action NoOp = static () => { };

    private readonly Stack<TaskRecord> _freeRecords = new();

    // Every record there is, the free ones included: places that do not move, for whoever looks through them over several frames.
    private readonly List<TaskRecord> _records = [];
    private int _lastTaskId;

    // Tasks whose first step runs right now, inside one another or outside of a frame.
    private int _startDepth;

    /// <summary>Starts a task in <see cref="RootScope"/>; see <see cref="TaskScope.Start(Func{Task}, string?, string, string, int)"/>.</summary>
    public GameTask Start(
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RootScope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in <see cref="RootScope"/>; see <see cref="TaskScope.Start(Func{Task}, string?, string, string, int)"/>.</summary>
    public GameTask<T> Start<T>(
        Func<Task<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RootScope.Start(body, name, expression, file, line);

    /// <summary>
    /// Everything that a start does before the body runs up to its first wait, in the calling thread. Two parts, so that the call of the body itself is the caller's, typed and without a closure.
    /// </summary>
    internal TaskContext BeginTask(TaskScope scope, string? name, string expression, string file, int line, out StartFrame frame)
    {
        VerifyThread();
        ObjectDisposedException.ThrowIf(_disposed, this);
        scope.ThrowIfClosing(name, expression);
        var outer = SynchronizationContext.Current;
        var record = _freeRecords.Count > 0 ? _freeRecords.Pop() : NewRecord();
        var context = new TaskContext(this, scope, record, ++_lastTaskId);
        record.Context = context;
        record.Details.Name = name;
        record.Details.Expression = expression;
        record.Details.StartFile = file;
        record.Details.StartLine = line;
        record.Details.ParentId = outer is TaskContext parent && parent.Loop == this ? parent.Id : 0;
        record.Details.StartedAt = Clocks.Real.Now;
        record.Details.StartFrame = FrameNumber;
        record.World = scope.World;
        scope.Add(record);
        AsyncTickEventSource.Log.NoteStart(this, record);
        if (!_pumping)
        {
            _watchdog?.Wake();
        }

        frame = new StartFrame(outer, _world);
        _startDepth++;
        ContextSlot.Set(_thread, context);
        if (!ReferenceEquals(record.World, _world) && _pumping)
        {
            EnterWorld(record.World);
        }

        return context;
    }

    internal List<TaskRecord> Records => _records;

    private TaskRecord NewRecord()
    {
        var record = new TaskRecord();
        _records.Add(record);
        return record;
    }

    internal void EndBegin(TaskContext context, Task task, in StartFrame frame)
    {
        context.Record.Task = task;
        FinishBegin(context, frame);
    }

    private void FinishBegin(TaskContext context, in StartFrame frame)
    {
        if (context.Record.OwnWait == OwnWait.None)
        {
            AfterStep(context.Record);
        }

        if (context.Scope.IsPaused && !context.Record.IsDetached)
        {
            PauseTask(context.Record);
        }

        _startDepth--;
        if (!_pumping && Clocks.Worlds.Count > 0)
        {
            // Between frames: the doorbell does not show what a world's clocks wait for.
            _doorbell->Ready = 1;
        }

        ContextSlot.Set(_thread, frame.SynchronizationContext);
        if (_pumping && !ReferenceEquals(frame.World, _world) && !ReferenceEquals(frame.World, NoWorldYet))
        {
            EnterWorld(frame.World);
        }
    }

    internal static InvalidOperationException NullTask() => new("The function that was to be started returned null instead of a task.");

    /// <summary>What <see cref="BeginTask"/> found and <see cref="EndBegin"/> puts back.</summary>
    internal readonly record struct StartFrame(SynchronizationContext? SynchronizationContext, object? World);

    /// <summary>
    /// A step of a task is over and its outermost method does not wait with us: it has ended, or it waits elsewhere. While it
    /// does wait with us it can only end in a step that we run, so no completion callback is needed and none is allocated.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AfterStep(TaskRecord record)
    {
        var task = record.Task;
        if (task is null)
        {
            if (record.Pooled is { } pooled)
            {
                AfterPooledStep(record, pooled);
                return;
            }

            // Code that belongs to no task, or to one that has ended: nothing may go on holding it.
            record.Details.Candidate = null;
            return;
        }

        if (task.IsCompleted)
        {
            EndTask(record.Context, record, task);
        }
        else if (!record.ObserverAttached)
        {
            if (record.OwnContinuation is null && record.Details.Candidate is { } candidate && ReferenceEquals(candidate.Target, task))
            {
                record.OwnContinuation = candidate;
                record.OwnWait = OwnWait.Await;
                record.OtherPending--;
                record.Details.Candidate = null;
            }
            else
            {
                AttachObserver(record.Context, record, task);
            }
        }
    }

    // The completion comes back as a post to the task's context and so as a step of the task, after which it is seen to have ended.
    private static void AttachObserver(TaskContext context, TaskRecord record, Task task)
    {
        record.ObserverAttached = true;
        record.Details.Candidate = null;
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        task.GetAwaiter().UnsafeOnCompleted(NoOp);
        SynchronizationContext.SetSynchronizationContext(previous);
    }

    private void EndTask(TaskContext context, TaskRecord record, Task task)
    {
        if (record.Details.Waiters.First is not null)
        {
            ResumeWaiters(context, record);
        }

        var state = TaskState.Completed;
        if (!task.IsCompletedSuccessfully)
        {
            state = JudgeEnd(context, record, task);
        }

        Tasks.Remember(context, record, state);
        AsyncTickEventSource.Log.NoteStop(this, context.Id, state);
        if (record.Waits.First is not null || record.OtherPending != 0)
        {
            AdoptOrphans(record);
        }

        if (record.Details.Held is not null)
        {
            MoveHeldLocks(context, record);
        }

        context.End(_orphanage);
        context.Scope.Remove(record);
        record.Reset();
        _freeRecords.Push(record);
        context.Scope.Nursery?.OnTaskEnded(context, task, state);
    }

    // By a line of our own: the framework would resume those who await a task in another order than theirs.
    private static void ResumeWaiters(TaskContext context, TaskRecord record)
    {
        context.Observed = true;
        while (record.Details.Waiters.First is { } waiter)
        {
            record.Details.Waiters.Leave(waiter);
            waiter.MakeReady();
        }
    }

    // Code that an ended task started and left running still belongs to its scope, and ends with it.
    private void AdoptOrphans(TaskRecord record)
    {
        _orphanage.OtherPending += record.OtherPending;
        while (record.Details.CancelRequested && record.Waits.First is { } cancelled)
        {
            cancelled.CancelWait();
        }

        _orphanage.Waits.PrependAll(ref record.Waits);
    }

    // Taking the lock away would break what it guards; leaving it without a word would hang whoever waits.
    private void MoveHeldLocks(TaskContext context, TaskRecord record)
    {
        while (record.Details.Held is { } held)
        {
            Log.Write(LogVerbosity.Warning, $"Task '{record.DisplayName}' (#{context.Id}) has ended and left {held.DescribeHold()} taken. Code that it left running can still release it; take locks with 'using (await gate.LockAsync())'.");
            record.Details.RemoveHeld(held);
            held.MoveTo(_orphanage);
        }
    }
}
