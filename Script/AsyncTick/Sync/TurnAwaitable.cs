using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What <see cref="AsyncAutoResetEvent.WaitAsync"/>, <see cref="AsyncSemaphore.WaitAsync"/> and <see cref="AsyncBarrier.SignalAndWaitAsync"/> return: await it at
/// once, once. Allocates nothing in steady state.
/// </summary>
public readonly struct TurnAwaitable : ICriticalNotifyCompletion
{
    private readonly ITurnSource _source;
    private readonly TurnLine _line;
    private readonly TaskContext _context;
    private readonly TurnNode? _node;
    private readonly long _use;

    internal TurnAwaitable(ITurnSource source, TurnLine line, TaskContext context, TurnNode? node)
    {
        _source = source;
        _line = line;
        _context = context;
        _node = node;
        _use = node?.Use.Number ?? 0;
    }

    /// <summary>When there was no need to wait at the call.</summary>
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

    /// <summary>Part of the await pattern; throws when the task was canceled meanwhile, and leaves the turn to the next waiter.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public void GetResult() => End();

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        _node!.Use.Begin();
        if (_context.IsCanceled)
        {
            CanceledWait.Resume(_context, continuation);
        }
        else
        {
            _node.Giver = _source;
            _source.Enter(_node, _context, continuation);
        }
    }

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(TurnAwaitable wait) => ToTask(wait);

    /// <summary>Ends the wait: whether the turn is the task's now, or there is none any more.</summary>
    internal bool End()
    {
        if (_node is null)
        {
            if (!_source.TryTake())
            {
                _line.RefuseLateTake();
            }

            return true;
        }

        var granted = _node.Grantee is not null;
        _node.Return();
        if (_context.IsCanceled || (!granted && !_line.IsClosed))
        {
            if (granted)
            {
                _source.GiveBack();
            }

            _context.ThrowCanceled();
        }

        return granted;
    }

    private static async Task ToTask(TurnAwaitable wait) => await wait;
}
