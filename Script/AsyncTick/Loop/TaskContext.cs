using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// The <see cref="SynchronizationContext"/> of one task: whatever the task awaits, however deep, comes back through it, so
/// the loop always knows whose code runs. It is current only while that code runs. Never reused, because it may still be
/// held after the task has ended; what is costly to keep is in the pooled record.
/// </summary>
public sealed class TaskContext : Waiter
{
    internal readonly GameLoop Loop;
    internal readonly TaskScope Scope;

    internal TaskContext(GameLoop loop, TaskScope scope, TaskRecord record, int id)
        : base(record, id)
    {
        Loop = loop;
        Scope = scope;
        SetWaitNotificationRequired();
    }

    /// <summary>There is no other kind of waiter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TaskContext Of(Waiter waiter) => Unsafe.As<TaskContext>(waiter);

    internal TaskRecord Record
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.As<TaskRecord>(State);
        set => State = value;
    }

    /// <summary>The context of the task whose code runs on this thread.</summary>
    /// <exception cref="InvalidOperationException">No task of a loop runs here.</exception>
    internal static TaskContext Required
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => SynchronizationContext.Current is TaskContext context ? context : NoTask();
    }

    private protected override string Display => $"task #{Id} {Record.DisplayName}";

    internal override bool IsDetachedCanceled => EndedBy != 0 || Scope.IsCancellationRequested;

    internal override bool IsAbandoned => Scope.IsAbandoned;

    internal override OffThreadWork OffThread => Loop.Tasks.OffThread;

    internal override long FrameNumber => Loop.FrameNumber;

    /// <summary>The task's own token; made when first asked for. Any thread.</summary>
    internal CancellationToken Token
    {
        get
        {
            var record = Record;
            if (!record.IsDetached)
            {
                var source = record.Details.TokenSource ?? record.Details.MakeTokenSource();
                if (record.Cancel)
                {
                    source.Cancel();
                }

                // Off the loop's thread the task may have ended just now; the source then is that of no task, or of the record's next one.
                if (Record == record)
                {
                    return source.Token;
                }
            }

            return EndedBy != 0 ? new CancellationToken(canceled: true) : Scope.Token;
        }
    }

    /// <summary>What lists show beside the task's name. Any thread; from another one in the next frame.</summary>
    internal void SetStatus(string? status)
    {
        if (!Loop.IsOnLoopThread)
        {
            PostStatus(status);
        }
        else if (Record.Context == this || Record.IsDetached)
        {
            Record.Details.Status = ShownText.OneLine(status);
            if (Loop.Tasks.Events.TellsStatus && Record.Context == this)
            {
                Loop.Tasks.TellStatus(Record);
            }
        }
    }

    /// <summary>The task has ended; what it left running is kept with <paramref name="detached"/>.</summary>
    internal void End(TaskRecord detached)
    {
        var reason = Record.Details.CancelReason;
        Record = detached;
        MarkEnded((int)reason);
    }

    /// <summary>Has <paramref name="continuation"/> of another task of this loop wait for the end of this one.</summary>
    internal void AddWaiter(TaskContext waiter, Action continuation)
    {
        var node = Loop.Pools.TaskEnd.Rent();
        node.Link(waiter, continuation);
        if (Record.Context == this)
        {
            Record.Details.Waiters.Enter(node);
        }
        else if (HasEnded)
        {
            // Since the awaiter was asked whether it had.
            node.MakeReady();
        }

        // An abandoned task has neither: only a cancellation ends the wait for it.
    }

    /// <summary>Calls <paramref name="callback"/> once the task has ended, in the name of the calling task.</summary>
    internal void AddDoneCallback(Action callback)
    {
        Loop.VerifyThread();
        var registrar = Current is TaskContext caller && caller.Loop == Loop ? caller : Loop.Tasks.Records.DetachedContext;
        if (Record.Context == this)
        {
            (Record.Details.DoneCallbacks ??= []).Add((registrar, callback));
        }
        else if (HasEnded)
        {
            registrar.RunSoon(callback);
        }
    }

    /// <summary>Runs <paramref name="callback"/> in this or the next frame's ready work, in this task's name; not when its code has been given up.</summary>
    internal void RunSoon(Action callback)
    {
        if (!IsAbandoned)
        {
            Loop.Recorder.Wake(Id);
            Loop.EnqueueReady(static action => ((Action)action!)(), callback, this);
        }
    }

    internal override void Resume(Action continuation)
    {
        Loop.Recorder.Wake(Id);
        Loop.EnqueueResume(continuation, this);
    }

    internal override void ResumeNextFrame(Action continuation) => Loop.EnqueueNextFrame(continuation, this);

    internal override void PollNextFrame(PollNode node) => Loop.EnqueueNext(node);

    internal override void NoteCurrent() => Loop.Watch.NoteCurrent(this);

    internal override void ReportFault(Exception fault) => Loop.Faults.ReportStray(this, fault);

    /// <summary>What an await of a canceled task throws.</summary>
    [DoesNotReturn]
    internal void ThrowCanceled()
    {
        var reason = !Record.IsDetached ? Record.Details.CancelReason : EndedBy != 0 ? (CancelReason)EndedBy : Scope.CancelReason;
        throw new GameTaskCanceledException(reason switch
        {
            CancelReason.Shutdown => "The loop is shutting down.",
            CancelReason.Replaced => "The script was started again.",
            CancelReason.EndPlay => "The object left the world.",
            CancelReason.SessionEnd => "The play session ended.",
            CancelReason.Timeout => "The time limit ran out.",
            CancelReason.User => "The task was canceled (User).",
            _ => $"The task was canceled ({reason}).",
        }, reason);
    }

    /// <summary>
    /// Queues <paramref name="d"/> to run in this task's name. Any thread; order is kept per thread. On the loop's thread
    /// it runs in the same frame within the budget; a <c>Task.Yield()</c> runs in the next frame; in an abandoned scope it never runs. It sees the
    /// <see cref="AsyncLocal{T}"/> values of the code that posts; what it sets itself no other callback sees. Allocates nothing when there are none.
    /// </summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        // The code after a yield brings its own values.
        if (!YieldSignature.Matches(d))
        {
            FlowedPost.Wrap(ref d, ref state, Loop.Flow);
        }

        PostUnflowed(d, state);
    }

    /// <summary>As <see cref="Post"/>, for what brings its own values or needs none.</summary>
    internal void PostUnflowed(SendOrPostCallback d, object? state)
    {
        if (Scope.IsAbandoned)
        {
            return;
        }

        if (Current is not TaskContext current || current.Loop != Loop)
        {
            Loop.EnqueueRemote(d, state, this);
        }
        else if (YieldSignature.Matches(d))
        {
            Loop.EnqueueYield(d, state, this);
        }
        else
        {
            Loop.Recorder.Wake(Id);
            Loop.EnqueueReady(d, state, this);
        }
    }

    /// <summary>
    /// Runs <paramref name="d"/> on the loop's thread and returns when it has run. On that thread it runs at once; any other
    /// thread is blocked until a frame has taken it. What it throws is thrown here.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed, or the task's code unloaded, so no frame would ever run it.</exception>
    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        ObjectDisposedException.ThrowIf(Scope.IsAbandoned, this);
        if (Loop.IsOnLoopThread)
        {
            d(state);
            return;
        }

        ObjectDisposedException.ThrowIf(Loop.IsDisposed, Loop);
        FlowedPost.Wrap(ref d, ref state, Loop.Flow);
        using var call = new SendCall(d, state);
        Loop.EnqueueRemote(SendCall.RunOnLoop, call, this);
        while (!call.Wait(TimeSpan.FromMilliseconds(100)))
        {
            ObjectDisposedException.ThrowIf(Loop.IsDisposed, Loop);
        }
    }

    /// <summary>Code of this task blocks its thread: waits, and when that takes long says which line it is. Any thread.</summary>
    public override int Wait(nint[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        if (!Loop.IsOnLoopThread || millisecondsTimeout is >= 0 and <= BlockingWait.PatienceMilliseconds)
        {
            return WaitHelper(waitHandles, waitAll, millisecondsTimeout);
        }

        var begun = Environment.TickCount64;
        var result = WaitHelper(waitHandles, waitAll, BlockingWait.PatienceMilliseconds);
        if (result != WaitHandle.WaitTimeout)
        {
            return result;
        }

        try
        {
            NoteBlocking();
            return WaitHelper(waitHandles, waitAll, millisecondsTimeout < 0 ? millisecondsTimeout : (int)Math.Max(0, millisecondsTimeout - (Environment.TickCount64 - begun)));
        }
        finally
        {
            Loop.Watch.BlockedAt = null;
        }
    }

    /// <summary>Returns this same object: a copy would keep an await of the same task from continuing in place.</summary>
    public override SynchronizationContext CreateCopy() => this;

    private void NoteBlocking()
    {
        try
        {
            if (BlockingWait.Describe(new StackTrace(fNeedFileInfo: true)) is { } how)
            {
                Loop.Watch.NoteBlocking(this, how);
            }
        }
        catch (Exception)
        {
            // Out of a lock that is being taken nothing may come but what the framework throws.
        }
    }

    private void PostStatus(string? status) => Loop.PostQuietly(() => SetStatus(status));

    [MethodImpl(MethodImplOptions.NoInlining)]
    [DoesNotReturn]
    private static TaskContext NoTask() =>
        throw new InvalidOperationException(SynchronizationContext.Current is PoolContext
            ? "This code runs on the thread pool, where frames do not exist: await SwitchToGameThread() first."
            : "No task of a game loop runs on this thread. Start one with loop.Start(...) or scope.Start(...); after ConfigureAwait(false) or on another thread, come back with loop.Post(...).");
}
