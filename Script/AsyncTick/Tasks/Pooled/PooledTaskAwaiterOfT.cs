using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What awaiting a <see cref="PooledTask{T}"/> uses. Allocates nothing.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("{Display}")]
public readonly struct PooledTaskAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly PooledOperation<T>? _operation;
    private readonly T? _result;
    private readonly int _version;

    internal PooledTaskAwaiter(PooledOperation<T>? operation, T? result, int version)
    {
        _operation = operation;
        _result = result;
        _version = version;
    }

    private string Display => _operation is null ? "ended" : _operation.Display(_version);

    /// <summary>When the method has ended.</summary>
    /// <exception cref="InvalidOperationException">The task has been awaited already; the message names the remedy.</exception>
    public bool IsCompleted => _operation is null || _operation.IsCompleted(_version);

    /// <summary>Part of the await pattern; throws what the method threw.</summary>
    /// <exception cref="InvalidOperationException">The method has not ended, or its outcome has been taken already.</exception>
    public T GetResult() => _operation is null ? _result! : _operation.Take(_version);

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => PooledOperation.OnCompleted(_operation, _version, continuation);
}
