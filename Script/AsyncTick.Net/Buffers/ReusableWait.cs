using System.Threading.Tasks.Sources;

namespace AsyncTick.Net;

/// <summary>
/// A wait that one caller at a time awaits and that is used again for the next, so that waiting allocates nothing. It looks whether it is over when it
/// begins and whenever it is woken, each time in the context of the code that waits, which goes on in that same step; on the thread pool when there is none.
/// </summary>
/// <remarks>
/// A caller that throws its <see cref="ValueTask{T}"/> away has had its turn: the next wait may begin. A canceled wait is over at the first look after that,
/// before anything is taken.
/// </remarks>
internal abstract class ReusableWait<T> : IValueTaskSource<T>, IValueTaskSource, IThreadPoolWorkItem, IWakeable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Looking = 2;
    private const int LookingAgain = 3;

    private static readonly SendOrPostCallback LookInContext = static wait => ((ReusableWait<T>)wait!).Look();
    private static readonly Action<object?> WakeByToken = static wait => ((ReusableWait<T>)wait!).Wake();

    // Continuations run inside of the look, which is a step of the code that waits.
    private ManualResetValueTaskSourceCore<T> _outcome;
    private SynchronizationContext? _context;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private int _state;

    /// <inheritdoc/>
    public bool IsWaiting => Volatile.Read(ref _state) != Idle;

    /// <inheritdoc/>
    public void Wake()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state is Idle or LookingAgain)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _state, state == Waiting ? Looking : LookingAgain, state) == state)
            {
                if (state == Waiting)
                {
                    Schedule();
                }

                return;
            }
        }
    }

    T IValueTaskSource<T>.GetResult(short token) => Take(token);

    void IValueTaskSource.GetResult(short token) => Take(token);

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        // The look is in the context that would be captured here: no second step, and no post that allocates. A context of the thread pool might look meanwhile.
        if (_context is TaskContext && ReferenceEquals(SynchronizationContext.Current, _context) && _outcome.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            flags &= ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext;
        }

        _outcome.OnCompleted(continuation, state, token, flags);
    }

    void IThreadPoolWorkItem.Execute() => Look();

    /// <summary>A wait is about to begin. An exception refuses it and is thrown at the await.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Takes what is waited for. An exception ends the wait and is thrown at the await.</summary>
    /// <returns>False when it is not there yet: whoever brings it wakes this wait.</returns>
    protected abstract bool TryTake(out T result);

    /// <summary>The wait is over, whatever it came to; in the context of the code that waited.</summary>
    protected virtual void OnEnded()
    {
    }

    /// <summary>The caller has taken the outcome: the object may serve another wait.</summary>
    protected virtual void OnTaken()
    {
    }

    /// <summary>Begins a wait.</summary>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>; not asked when what is waited for is there.</param>
    /// <param name="afterOthers">Looks for the first time behind the other ready work of this frame, not at once.</param>
    protected ValueTask<T> Begin(CancellationToken cancellation, bool afterOthers = false)
    {
        try
        {
            OnBegin();
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }

        if (Interlocked.CompareExchange(ref _state, Looking, Idle) != Idle)
        {
            throw new InvalidOperationException("It is waited for already.");
        }

        try
        {
            if (!afterOthers && TryTake(out var result))
            {
                End();
                return new ValueTask<T>(result);
            }
        }
        catch (Exception e)
        {
            End();
            return ValueTask.FromException<T>(e);
        }

        if (cancellation.IsCancellationRequested)
        {
            End();
            return ValueTask.FromCanceled<T>(cancellation);
        }

        _outcome.Reset();
        _context = SynchronizationContext.Current;
        _cancellation = cancellation;
        _registration = cancellation.UnsafeRegister(WakeByToken, this);
        var wait = new ValueTask<T>(this, _outcome.Version);
        if (afterOthers)
        {
            Schedule();
        }
        else
        {
            Rest();
        }

        return wait;
    }

    /// <summary>As <see cref="Begin"/>, for a wait without a result.</summary>
    protected ValueTask BeginPlain(CancellationToken cancellation)
    {
        var wait = Begin(cancellation);
        return wait.IsCompletedSuccessfully ? ValueTask.CompletedTask : wait.IsCompleted ? new ValueTask(wait.AsTask()) : new ValueTask(this, _outcome.Version);
    }

    private T Take(short token)
    {
        if (_outcome.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("It is not over: await it.");
        }

        try
        {
            return _outcome.GetResult(token);
        }
        finally
        {
            _outcome.Reset();
            OnTaken();
        }
    }

    private void Schedule()
    {
        if (_context is { } context)
        {
            context.Post(LookInContext, this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // Something may have come since the look; then there is one more.
    private void Rest()
    {
        if (Interlocked.CompareExchange(ref _state, Waiting, Looking) != Looking)
        {
            Volatile.Write(ref _state, Looking);
            Schedule();
        }
    }

    private void Look()
    {
        T result;
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!TryTake(out result))
            {
                Rest();
                return;
            }
        }
        catch (Exception e)
        {
            End();
            _outcome.SetException(e);
            return;
        }

        // The last that is done here: what goes on may begin the next wait.
        End();
        _outcome.SetResult(result);
    }

    private void End()
    {
        _registration.Unregister();
        _registration = default;
        _cancellation = default;
        OnEnded();
        Volatile.Write(ref _state, Idle);
    }
}
