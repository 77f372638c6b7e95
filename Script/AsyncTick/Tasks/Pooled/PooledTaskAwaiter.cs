using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What awaiting a <see cref="PooledTask"/> uses. Allocates nothing.</summary>
[DebuggerDisplay("{Display}")]
public readonly struct PooledTaskAwaiter : ICriticalNotifyCompletion
{
    private readonly PooledOperation<NoResult>? _operation;
    private readonly int _version;

    internal PooledTaskAwaiter(PooledOperation<NoResult>? operation, int version)
    {
        _operation = operation;
        _version = version;
    }

    private string Display => _operation is null ? "ended" : _operation.Display(_version);

    /// <summary>When the method has ended.</summary>
    /// <exception cref="InvalidOperationException">The task has been awaited already; the message names the remedy.</exception>
    public bool IsCompleted => _operation is null || _operation.IsCompleted(_version);

    /// <summary>Part of the await pattern; throws what the method threw.</summary>
    /// <exception cref="InvalidOperationException">The method has not ended, or its outcome has been taken already.</exception>
    public void GetResult() => _operation?.Take(_version);

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => PooledOperation.OnCompleted(_operation, _version, continuation);
}
