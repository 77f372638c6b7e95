using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What the compiler makes an async method with that returns a <see cref="PooledTask"/>. Not to be used by hand.</summary>
[DebuggerDisplay("{Task}")]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PooledTaskMethodBuilder
{
    private PooledTaskMethodBuilder<NoResult> _inner;

    /// <summary>The task that the method returns.</summary>
    public PooledTask Task => _inner.Operation is { } operation ? new PooledTask(operation, operation.Version) : default;

    /// <summary>Called by the compiler's code.</summary>
    public static PooledTaskMethodBuilder Create() => default;

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _inner.Start(ref stateMachine);

    /// <summary>Called by the compiler's code.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetResult() => _inner.SetResult(default);

    /// <summary>Called by the compiler's code.</summary>
    public void SetException(Exception exception) => _inner.SetException(exception);

    /// <summary>Called by the compiler's code.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Called by the compiler's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
