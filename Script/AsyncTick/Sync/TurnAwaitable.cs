using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="AsyncAutoResetEvent.WaitAsync"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
public readonly struct TurnAwaitable : ICriticalNotifyCompletion
{
    private readonly AsyncAutoResetEvent _source;
    private readonly TaskContext _context;
    private readonly TurnNode? _node;
    private readonly long _use;

    internal TurnAwaitable(AsyncAutoResetEvent source, TaskContext context, TurnNode? node)
    {
        _source = source;
        _context = context;
        _node = node;
        _use = node?.Use.Number ?? 0;
    }

    /// <summary>When the event was set at the call.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, of a default value, or when this has been awaited before.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.Verify(_context);
            if (_node is not null && !_node.Use.IsOpenFor(_use))
            {
                WaitGuard.RefuseSecondUse();
            }

            return _node is null;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public TurnAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the task was cancelled meanwhile, and leaves the signal to the next waiter.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was cancelled.</exception>
    public void GetResult()
    {
        if (_node is null)
        {
            return;
        }

        var granted = _node.Granted;
        _node.Return();
        if (!granted || _context.IsCancelled)
        {
            if (granted)
            {
                _source.Set();
            }

            _context.ThrowCancelled();
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        _node!.Use.Begin();
        if (_context.IsCancelled)
        {
            CancelledWait.Resume(_context, continuation);
        }
        else
        {
            _source.Enter(_node, _context, continuation);
        }
    }
}
