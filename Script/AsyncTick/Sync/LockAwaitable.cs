using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What <see cref="AsyncLock.LockAsync"/>, <see cref="AsyncSemaphore.LockAsync"/>, <see cref="AsyncReaderWriterLock.ReaderLockAsync"/> and
/// <see cref="AsyncReaderWriterLock.WriterLockAsync"/> return: await it at once, once. Allocates nothing in steady state.
/// </summary>
public readonly struct LockAwaitable : ICriticalNotifyCompletion
{
    private readonly ILockSource _lock;
    private readonly TaskContext _context;
    private readonly TurnNode? _node;
    private readonly long _use;
    private readonly int _mode;
    private readonly string _file;
    private readonly int _line;

    internal LockAwaitable(ILockSource source, TaskContext context, TurnNode? node, int mode, string file, int line)
    {
        _lock = source;
        _context = context;
        _node = node;
        _use = node?.Use.Number ?? 0;
        _mode = mode;
        _file = file;
        _line = line;
    }

    /// <summary>When the lock was free at the call.</summary>
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
    public LockAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern: the lock is the task's now. Throws, without the lock, when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public LockHold GetResult()
    {
        if (_node is null)
        {
            return _lock.Take(_context, _mode, _file, _line);
        }

        var hold = (Hold?)_node.Hold;
        var granted = _node.Grantee is not null;
        _node.Return();
        if (!granted || _context.IsCanceled)
        {
            if (granted)
            {
                hold!.Handle.Dispose();
            }

            _context.ThrowCanceled();
        }

        return hold!.Handle;
    }

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
            _node.Giver = _lock;
            _lock.Enter(_node, _context, continuation);
        }
    }
}
