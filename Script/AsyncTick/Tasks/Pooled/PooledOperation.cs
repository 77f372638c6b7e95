using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// One call of a method that returns a pooled task: what awaits it, and whether it has ended. What takes the outcome returns the object to its
/// pool, which makes every copy of the task stale (<see cref="Version"/>). Any thread: the end of the method and the await of it may meet.
/// </summary>
internal abstract class PooledOperation
{
    private static readonly Action Ended = static () => { };
    private static readonly Action NoContinuation = static () => { };
    private static readonly SendOrPostCallback RunPosted = static continuation => Unsafe.As<Action>(continuation!)();

    /// <summary>Stands for "wherever the method ends".</summary>
    private static readonly SynchronizationContext InPlace = new();

    // Null while it is not awaited; then what continues; at last, in either case, Ended. After that mark only what takes the outcome may touch the object.
    private Action? _continuation;
    private SynchronizationContext? _context;

    /// <summary>Which use of the object this is.</summary>
    public int Version { get; private set; }

    /// <summary>Whether the method has ended, for the one owner that <see cref="Claim"/> made.</summary>
    public bool HasEnded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(Volatile.Read(ref _continuation), Ended);
    }

    /// <summary>The compiler's object for the method's state, for diagnostics; null when there is none.</summary>
    public abstract object? StateMachine { get; }

    /// <summary>Whether the method has ended. In here and not when the wait begins is where misuse throws: later, <c>finally</c> would be skipped.</summary>
    public bool IsCompleted(int version)
    {
        var continuation = Volatile.Read(ref _continuation);
        if (Version != version || (continuation is not null && !ReferenceEquals(continuation, Ended)))
        {
            ThrowUsedUp();
        }

        return continuation is not null;
    }

    /// <summary>Runs the method's next step without a look at the thread's values; false, and nothing done, when the method has other values than <paramref name="values"/>.</summary>
    public abstract bool TryStep(ExecutionContext values);

    /// <summary>For a debugger.</summary>
    public string Display(int version) => Version != version ? "used up" : HasEnded ? "ended, not awaited" : _continuation is null ? "runs" : "runs, awaited";

    /// <summary>Makes the caller the only owner: every copy of the task is stale from here on. Returns whether the method has ended.</summary>
    public bool Claim(int version)
    {
        var isCompleted = IsCompleted(version);
        Version++;
        return isCompleted;
    }

    /// <summary>Has <paramref name="continuation"/> run in the caller's context when the method has ended.</summary>
    public static void OnCompleted(PooledOperation? operation, int version, Action continuation)
    {
        var context = SynchronizationContext.Current;
        if (operation is null || operation.Version != version || !operation.TryRegister(continuation, context))
        {
            // It ended just now. Or it is awaited already, which GetResult will say.
            Dispatch(continuation, context);
        }
    }

    /// <summary>For the owner: the method's end is posted to <paramref name="context"/>, unless it happens there.</summary>
    public void TellEndTo(SynchronizationContext context)
    {
        if (!TryRegister(NoContinuation, context))
        {
            Dispatch(NoContinuation, context);
        }
    }

    /// <summary>For the owner: moves the outcome into <paramref name="promise"/>, if there is one, and returns the object to its pool. Returns the task that failed or was canceled, or null.</summary>
    public abstract Task? Settle(object? promise);

    /// <summary>For the owner: runs <paramref name="continuation"/> in place at the method's end.</summary>
    protected bool TryRegisterInPlace(Action continuation) => TryRegister(continuation, InPlace);

    /// <summary>The method has ended. Nothing of this object may be touched afterwards.</summary>
    protected void End()
    {
        var continuation = Volatile.Read(ref _continuation) ?? Interlocked.CompareExchange(ref _continuation, Ended, null);
        if (continuation is not null)
        {
            var context = _context;
            Volatile.Write(ref _continuation, Ended);
            Resume(continuation, context);
        }
    }

    /// <summary>The outcome has been taken.</summary>
    protected void BeginNextUse()
    {
        Version++;
        _context = null;
        _continuation = null;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected static void ThrowUsedUp() => throw new InvalidOperationException(
        "This PooledTask has been awaited, started or turned into a task already; its object may serve another call by now. Await each call once. To await one more often, or later from elsewhere, keep what its AsTask() returns, or let the method return Task.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected static void ThrowNotEnded() => throw new InvalidOperationException(
        "This PooledTask has not ended, and it cannot be waited for by blocking. Await it, or use AsTask().");

    private bool TryRegister(Action continuation, SynchronizationContext? context)
    {
        _context = context;
        return Interlocked.CompareExchange(ref _continuation, continuation, null) is null;
    }

    // As for a Task: in place where the context is the one that the await began in.
    private static void Resume(Action continuation, SynchronizationContext? context)
    {
        var current = SynchronizationContext.Current;
        if ((ReferenceEquals(current, context) || ReferenceEquals(context, InPlace) || (IsNone(current) && IsNone(context)))
            && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            continuation();
        }
        else
        {
            Dispatch(continuation, context);
        }
    }

    private static void Dispatch(Action continuation, SynchronizationContext? context)
    {
        if (IsNone(context))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static continuation => continuation(), continuation, preferLocal: true);
        }
        else
        {
#pragma warning disable VSTHRD001 // What an await does.
            context!.Post(RunPosted, continuation);
#pragma warning restore VSTHRD001
        }
    }

    private static bool IsNone(SynchronizationContext? context) => context is null || context.GetType() == typeof(SynchronizationContext);
}
