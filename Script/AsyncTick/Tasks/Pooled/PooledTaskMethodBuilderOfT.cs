using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What the compiler makes an async method with that returns a <see cref="PooledTask{T}"/>. Not to be used by hand.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("{Task}")]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PooledTaskMethodBuilder<T>
{
    // Null until the method waits or fails.
    private PooledOperation<T>? _operation;
    private T? _result;

    /// <summary>The task that the method returns.</summary>
    public PooledTask<T> Task => _operation is { } operation ? new PooledTask<T>(operation, operation.Version) : new PooledTask<T>(_result!);

    internal readonly PooledOperation<T>? Operation => _operation;

    /// <summary>Called by the compiler's code.</summary>
    public static PooledTaskMethodBuilder<T> Create() => default;

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => default(AsyncTaskMethodBuilder).Start(ref stateMachine);

    /// <summary>Called by the compiler's code.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetResult(T result)
    {
        if (_operation is null)
        {
            _result = result;
        }
        else
        {
            // The last that may be done here: what awaits it may use the object that this is a part of for another call already.
            _operation.SetResult(result);
        }
    }

    /// <summary>Called by the compiler's code.</summary>
    public void SetException(Exception exception)
    {
        if (_operation is null)
        {
            _operation = new FailedOperation<T>(exception);
        }
        else
        {
            _operation.SetException(exception);
        }
    }

    /// <summary>Called by the compiler's code.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Suspend(ref stateMachine));

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        // A builder serves one call of one method, so what is there is of that method's type.
        var box = _operation is null ? MoveToBox(ref stateMachine) : Unsafe.As<PooledBox<T, TStateMachine>>(_operation);
        return box.Suspend();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PooledBox<T, TStateMachine> MoveToBox<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        // In this order: the machine holds this builder, and its copy must know its box.
        var box = PooledBox<T, TStateMachine>.Rent();
        _operation = box;
        box.Machine = stateMachine;
        return box;
    }
}
