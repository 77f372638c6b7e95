using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What is ready, what waits for the next frame, and what other threads have posted.</summary>
public sealed unsafe partial class GameLoop
{
    private WorkQueue _ready = new();
    private WorkQueue _next = new();

    internal WorkQueue Ready => _ready;

    internal WorkQueue Next => _next;

    internal bool HasRemotePosts => !_remote.IsEmpty;

    internal bool IsDrained => _ready.Count == 0 && _remote.IsEmpty;

    internal bool IsDoorbellRung => _doorbell->Ready != 0;

    /// <summary>
    /// Runs <paramref name="callback"/> in the next frame's ready work, or in this one's when called while it is pumped (asyncio's
    /// <c>call_soon_threadsafe</c>). Any thread; order is kept per thread. It sees the <see cref="AsyncLocal{T}"/> values of the code that posts, as
    /// asyncio's sees its context; what it sets itself no other callback sees. What it throws is logged as a fault. After the loop's end the callback
    /// does not run; another thread, whose exception might end the process, is not told.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed, and this is its thread.</exception>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ObjectDisposedException.ThrowIf(IsDisposed && IsOnLoopThread, this);
        var call = RunAction;
        object? state = callback;
        FlowedPost.Wrap(ref call, ref state, Flow);
        EnqueueRemote(call, state, Tasks.Records.DetachedContext);
    }

    void ILoopThread.PostQuietly(Action callback) => PostQuietly(callback);

    void ILoopThread.EnqueueCallback(Action callback) => EnqueueReady(RunAction, callback, Tasks.Records.DetachedContext);

    internal void PostQuietly(Action callback) => EnqueueRemote(RunAction, callback, Tasks.Records.DetachedContext);

    internal void RingDoorbell() => _doorbell->Ready = 1;

    /// <summary>Waits for the next frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnqueueNextFrame(Action continuation, TaskContext context)
    {
        var record = context.Record;
        if (ReferenceEquals(continuation, record.OwnContinuation))
        {
            record.OwnWait = OwnWait.Await;
            _doorbell->Ready = 1;
            _next.Enqueue(record);
        }
        else
        {
            EnqueueInner(continuation, context);
        }
    }

    // The first wait of all, or an inner method's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueInner(Action continuation, TaskContext context) =>
        EnqueueNext(context.Record.TryTakeFirstWait(continuation, _next.End) ? context.Record : Pools.RentPost(continuation, null, context, isContinuation: true));

    /// <summary>A <c>Task.Yield()</c>: waits for the next frame like any other frame wait.</summary>
    internal void EnqueueYield(SendOrPostCallback callback, object? state, TaskContext context) =>
        EnqueueNext(context.Record.TryYield(callback, state) ? context.Record : Pools.RentPost(callback, state, context, isContinuation: false));

    /// <summary>A wait of this library is over.</summary>
    internal void EnqueueResume(Action continuation, TaskContext context) =>
        EnqueueReady(ReferenceEquals(continuation, context.Record.OwnContinuation) ? context.Record : Pools.RentPost(continuation, null, context, isContinuation: true));

    /// <summary>A post from the loop's own thread.</summary>
    internal void EnqueueReady(SendOrPostCallback callback, object? state, TaskContext context) =>
        EnqueueReady(Pools.RentPost(callback, state, context, isContinuation: false));

    /// <summary>An entry that had been put aside.</summary>
    internal void EnqueueReady(object work)
    {
        _ready.Enqueue(work);
        _doorbell->Ready = 1;
    }

    internal void EnqueueNext(object work)
    {
        _next.Enqueue(work);
        _doorbell->Ready = 1;
    }

    /// <summary>A post from another thread.</summary>
    internal void EnqueueRemote(SendOrPostCallback callback, object? state, TaskContext context)
    {
        if (!_remote.TryEnqueue(callback, state, context))
        {
            Log.Write(LogVerbosity.Verbose, $"Something was posted to loop '{Name}' after its end (task #{context.Id}); it does not run.");
        }
    }

    internal void TakeRemotePosts()
    {
        if (!_remote.IsEmpty)
        {
            _ready.Enqueue(_remote.Take());
        }
    }

    private void RunBatch(RemoteBatch batch, long deadline)
    {
        _remote.Running = batch;
        var measure = Meter;
        var batched = 0;
        do
        {
            var item = batch.Take();
            var context = TaskContext.Of(item.Waiter);
            var record = context.Record;
            if (context.Scope.IsAbandoned)
            {
                continue;
            }

            if (record.IsPaused)
            {
                Pausing.Park(Pools.RentPost(item.Callback, item.State, context, isContinuation: false), context);
            }
            else if (record.LightSteps < StepMeter.LightStepsToTrust || !measure.IsTrusting)
            {
                EndBatch(batched);
                batched = 0;
                BeginStep(record, context);
                item.Callback(item.State);
                Flow.DropLeft(_thread);
                EndStep(record);
            }
            else
            {
                Enter(record, context);
                item.Callback(item.State);
                Flow.DropLeft(_thread);
                EndTask(record);
                if (++batched >= measure.BatchLength)
                {
                    EndBatch(batched);
                    batched = 0;
                }
            }
        }
        while (batch.Next < batch.Count && (batched > 0 || measure.Last < deadline));

        EndBatch(batched);
        KeepOrReturn(batch);
    }

    private void KeepOrReturn(RemoteBatch batch)
    {
        if (!_remote.EndRun(batch))
        {
            _ready.PushFront(batch);
        }
    }
}
