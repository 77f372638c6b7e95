using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    private readonly RemoteQueue _remote;
    private readonly Stack<PostedWork> _freePosts = new();
    private readonly Stack<RemoteBatch> _freeBatches = new();
    private WorkQueue _ready = new();
    private WorkQueue _next = new();

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

    // An inner method's wait, or the first of all, of which nobody knows yet whose it is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueInner(Action continuation, TaskContext context)
    {
        context.Record.OtherPending++;
        context.Record.Details.Candidate = continuation;
        _next.Enqueue(RentPost(continuation, null, context, isContinuation: true));
        _doorbell->Ready = 1;
    }

    /// <summary>A <c>Task.Yield()</c>: waits for the next frame like any other frame wait.</summary>
    internal void EnqueueYield(SendOrPostCallback callback, object? state, TaskContext context)
    {
        var record = context.Record;
        if (ReferenceEquals(state, record.Task) && record.OwnWait == OwnWait.None)
        {
            record.OwnWait = OwnWait.Yield;
            if (!ReferenceEquals(record.YieldCallback, callback))
            {
                record.YieldCallback = callback;
            }

            record.WaitKind = WaitKind.NextFrame;
            record.WaitLine = 0;
            _next.Enqueue(record);
        }
        else if (record.Pooled is not null && ReferenceEquals(state, record.OwnContinuation) && record.OwnWait == OwnWait.None)
        {
            // A pooled method's own yield hands over the method's continuation.
            record.OwnWait = OwnWait.Await;
            record.WaitKind = WaitKind.NextFrame;
            record.WaitLine = 0;
            _next.Enqueue(record);
        }
        else
        {
            _next.Enqueue(RentPost(callback, state, context, isContinuation: false));
        }

        _doorbell->Ready = 1;
    }

    /// <summary>A wait of this library is over.</summary>
    internal void EnqueueResume(Action continuation, TaskContext context)
    {
        var record = context.Record;
        if (ReferenceEquals(continuation, record.OwnContinuation))
        {
            _ready.Enqueue(record);
        }
        else
        {
            _ready.Enqueue(RentPost(continuation, null, context, isContinuation: true));
        }

        _doorbell->Ready = 1;
    }

    /// <summary>A post from the loop's own thread.</summary>
    internal void EnqueueReady(SendOrPostCallback callback, object? state, TaskContext context)
    {
        _ready.Enqueue(RentPost(callback, state, context, isContinuation: false));
        _doorbell->Ready = 1;
    }

    internal void EnqueuePoll(PollNode node)
    {
        _next.Enqueue(node);
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

    private PostedWork RentPost(object callback, object? state, TaskContext context, bool isContinuation)
    {
        var post = _freePosts.Count > 0 ? _freePosts.Pop() : new PostedWork();
        post.Callback = callback;
        post.State = state;
        post.Context = context;
        post.IsContinuation = isContinuation;
        return post;
    }

    private void TakeRemotePosts()
    {
        if (!_remote.IsEmpty)
        {
            _ready.Enqueue(_remote.Take(_freeBatches.TryPop(out var spare) ? spare : new RemoteBatch()));
        }
    }
}
