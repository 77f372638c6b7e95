using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.SwitchToGameThread"/> returns: await it at once, once.</summary>
public readonly struct GameThreadAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly bool _isThere;

    internal GameThreadAwaitable(TaskContext context, bool isThere)
    {
        _context = context;
        _isThere = isThere;
    }

    internal static GameThreadAwaitable Begin() => SynchronizationContext.Current switch
    {
        TaskContext here => new GameThreadAwaitable(here, isThere: true),
        PoolContext away => new GameThreadAwaitable((TaskContext)away.Owner, isThere: false),
        _ => throw new InvalidOperationException("This code belongs to no task of a game loop, so there is no thread to go back to. Use SwitchToThreadPool() instead of ConfigureAwait(false), or loop.Post(...)."),
    };

    /// <summary>When the code runs on the loop's thread already.</summary>
    /// <exception cref="InvalidOperationException">Asked of a default value.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.VerifyMade(_context);
            return _isThere;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public GameThreadAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public void GetResult()
    {
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _context.PostUnflowed(static run => ((Action)run!)(), continuation);
}
