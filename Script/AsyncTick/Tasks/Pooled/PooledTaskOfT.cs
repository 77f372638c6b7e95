using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>As <see cref="PooledTask"/>, for a method with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[AsyncMethodBuilder(typeof(PooledTaskMethodBuilder<>))]
[DebuggerDisplay("{Display}")]
public readonly struct PooledTask<T>
{
    private readonly PooledOperation<T>? _operation;
    private readonly T? _result;
    private readonly int _version;

    /// <summary>One that has ended with <paramref name="result"/>; may be awaited any number of times. 0 bytes.</summary>
    public PooledTask(T result)
    {
        _result = result;
    }

    internal PooledTask(PooledOperation<T> operation, int version)
    {
        _operation = operation;
        _version = version;
    }

    private string Display => _operation is null ? "ended" : _operation.Display(_version);

    /// <summary>Awaits the end of the method.</summary>
    public PooledTaskAwaiter<T> GetAwaiter() => new(_operation, _result, _version);

    /// <summary>The call as a plain task, to be kept, awaited more than once or handed to other code. Uses this one up; allocates.</summary>
    /// <exception cref="InvalidOperationException">It has been awaited already.</exception>
    public Task<T> AsTask() => _operation is null ? Task.FromResult(_result!) : _operation.AsTask(_version);

    /// <summary>Takes the call over for a loop that tracks it: null when it has ended, and then <paramref name="promise"/> has the outcome.</summary>
    internal PooledOperation? Claim(TaskCompletionSource<T> promise)
    {
        if (_operation is null)
        {
            promise.SetResult(_result!);
            return null;
        }

        if (_operation.Claim(_version))
        {
            _operation.Settle(promise);
            return null;
        }

        return _operation;
    }
}
