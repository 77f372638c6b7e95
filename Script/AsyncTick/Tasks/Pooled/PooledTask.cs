using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What an async method returns whose calls are to cost no memory: its state, its outcome and its continuation are one object that is used
/// again. Await it once, where it is called: <c>await Step();</c>. For everything else there is <see cref="AsTask"/>.
/// </summary>
/// <remarks>
/// Exceptions, cancellation, the <see cref="SynchronizationContext"/> and the <see cref="ExecutionContext"/> (and so
/// <see cref="AsyncLocal{T}"/>) behave as in an <c>async Task</c>, in a task of a loop and outside of one; only a <see cref="TaskScheduler"/> is
/// not come back to. A fault that is not awaited is reported as that of a plain task that is not awaited. 0 bytes per call and per
/// resume in steady state, in optimized builds. Any thread; each thread keeps the objects that it made and that have come back to it.
/// </remarks>
[AsyncMethodBuilder(typeof(PooledTaskMethodBuilder))]
[DebuggerDisplay("{Display}")]
public readonly struct PooledTask
{
    private readonly PooledOperation<NoResult>? _operation;
    private readonly int _version;

    internal PooledTask(PooledOperation<NoResult>? operation, int version)
    {
        _operation = operation;
        _version = version;
    }

    /// <summary>One that has ended well, as the default value is; may be awaited any number of times.</summary>
    public static PooledTask CompletedTask => default;

    private string Display => _operation is null ? "ended" : _operation.Display(_version);

    /// <summary>Awaits the end of the method.</summary>
    public PooledTaskAwaiter GetAwaiter() => new(_operation, _version);

    /// <summary>The call as a plain task, to be kept, awaited more than once or handed to other code. Uses this one up; allocates unless it ended well without a wait.</summary>
    /// <exception cref="InvalidOperationException">It has been awaited already.</exception>
    public Task AsTask() => _operation is null ? Task.CompletedTask : _operation.AsTask(_version);

    /// <summary>Takes the call over for a loop that tracks it: null when it has ended, and then <paramref name="ended"/> is how.</summary>
    internal PooledOperation? Claim(out Task ended)
    {
        ended = Task.CompletedTask;
        if (_operation is null || _operation.Claim(_version))
        {
            ended = _operation?.Settle(null) ?? ended;
            return null;
        }

        return _operation;
    }
}
