using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.SwitchToThreadPool"/> returns: await it at once, once.</summary>
public readonly struct ThreadPoolAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly bool _isThere;

    internal ThreadPoolAwaitable(TaskContext context, bool isThere)
    {
        _context = context;
        _isThere = isThere;
    }

    internal static ThreadPoolAwaitable Begin(string file, int line)
    {
        if (SynchronizationContext.Current is PoolContext already)
        {
            return new ThreadPoolAwaitable((TaskContext)already.Owner, isThere: true);
        }

        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.ThreadPool, file, line);
        return new ThreadPoolAwaitable(context, isThere: false);
    }

    /// <summary>When the code runs on the pool already.</summary>
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
    public ThreadPoolAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern.</summary>
    public void GetResult()
    {
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) =>
        new PoolContext(_context).Post(static run => ((Action)run!)(), continuation);
}
