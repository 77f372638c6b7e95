using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// The <see cref="SynchronizationContext"/> of one task: whatever the task awaits, however deep, comes back through it, so
/// the loop always knows whose code runs. It is current only while that code runs. Never reused, because anybody may still
/// hold it after the task has ended; what is costly to keep is in the pooled record.
/// </summary>
[DebuggerDisplay("task #{Id} {Record.DisplayName}")]
public sealed class TaskContext : SynchronizationContext
{
    internal readonly GameLoop Loop;
    internal readonly TaskScope Scope;
    internal TaskRecord Record;
    internal readonly int Id;

    /// <summary>Somebody awaits the task's handle, so an exception is theirs.</summary>
    internal bool Observed;

    /// <summary>The plain task was handed out; whether somebody awaits that shows only in the task itself.</summary>
    internal bool Shared;

    /// <summary>Set in <see cref="_end"/> when the task has ended; the rest of it is the <see cref="CancelReason"/>, for what the task left running is as cancelled as it was.</summary>
    private const byte EndMark = 0x80;

    // One byte: with one more this object, which each start makes, would be eight bytes longer.
    private byte _end;

    internal TaskContext(GameLoop loop, TaskScope scope, TaskRecord record, int id)
    {
        Loop = loop;
        Scope = scope;
        Record = record;
        Id = id;
    }

    /// <summary>The context of the task whose code runs on this thread.</summary>
    /// <exception cref="InvalidOperationException">No task of a loop runs here.</exception>
    internal static TaskContext Required
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => SynchronizationContext.Current is TaskContext context ? context : NoTask();
    }

    internal bool IsCancelled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Record.Cancel && (!Record.IsOrphanage || IsOrphanCancelled);
    }

    /// <summary>Whether the task has ended and was not given up. Any thread.</summary>
    internal bool HasEnded => (Volatile.Read(ref _end) & EndMark) != 0;

    private CancelReason EndedBy => (CancelReason)(_end & ~EndMark);

    internal bool IsOrphanCancelled => EndedBy != CancelReason.None || Scope.IsCancellationRequested;

    /// <summary>The task's own token; made when first asked for. Loop thread only.</summary>
    internal CancellationToken Token
    {
        get
        {
            var record = Record;
            if (record.IsOrphanage)
            {
                return EndedBy != CancelReason.None ? new CancellationToken(canceled: true) : Scope.Token;
            }

            if (record.Details.TokenSource is null)
            {
                record.Details.TokenSource = new CancellationTokenSource();
                if (record.Cancel)
                {
                    record.Details.TokenSource.Cancel();
                }
            }

            return record.Details.TokenSource.Token;
        }
    }

    /// <summary>The task has ended; what it left running is kept with <paramref name="orphanage"/>.</summary>
    internal void End(TaskRecord orphanage)
    {
        var reason = Record.Details.CancelReason;
        Record = orphanage;
        Volatile.Write(ref _end, (byte)((byte)reason | EndMark));
    }

    /// <summary>What an await of a cancelled task throws.</summary>
    [DoesNotReturn]
    internal void ThrowCancelled()
    {
        var reason = !Record.IsOrphanage ? Record.Details.CancelReason : EndedBy != CancelReason.None ? EndedBy : Scope.CancelReason;
        throw new GameTaskCanceledException(reason switch
        {
            CancelReason.Shutdown => "The loop is shutting down.",
            CancelReason.Replaced => "The script was started again.",
            CancelReason.EndPlay => "The object left the world.",
            CancelReason.SessionEnd => "The play session ended.",
            CancelReason.Timeout => "The time limit ran out.",
            _ => $"The task was cancelled ({reason}).",
        }, reason);
    }

    /// <summary>
    /// Queues <paramref name="d"/> to run in this task's name. Any thread; order is kept per thread. On the loop's thread
    /// it runs in the same frame within the budget; a <c>Task.Yield()</c> runs in the next frame; in an abandoned scope it never runs. Allocates nothing.
    /// </summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Scope.IsAbandoned)
        {
            return;
        }

        if (Current is TaskContext current && current.Loop == Loop)
        {
            if (YieldSignature.Matches(d))
            {
                Loop.EnqueueYield(d, state, this);
            }
            else
            {
                Loop.EnqueueReady(d, state, this);
            }
        }
        else
        {
            Loop.EnqueueRemote(d, state, this);
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

        Loop.SendFromOtherThread(d, state, this);
    }

    /// <summary>Returns this same object: a copy would keep an await of the same task from continuing in place.</summary>
    public override SynchronizationContext CreateCopy() => this;

    [MethodImpl(MethodImplOptions.NoInlining)]
    [DoesNotReturn]
    private static TaskContext NoTask() =>
        throw new InvalidOperationException(SynchronizationContext.Current is PoolContext
            ? "This code runs on the thread pool, where frames do not exist: await SwitchToGameThread() first."
            : "No task of a game loop runs on this thread. Start one with loop.Start(...) or scope.Start(...); after ConfigureAwait(false) or on another thread, come back with loop.Post(...).");
}
