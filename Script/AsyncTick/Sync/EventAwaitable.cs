using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="AsyncManualResetEvent.WaitAsync"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
public readonly struct EventAwaitable : ICriticalNotifyCompletion
{
    private readonly AsyncManualResetEvent _source;
    private readonly TaskContext _context;

    internal EventAwaitable(AsyncManualResetEvent source, TaskContext context)
    {
        _source = source;
        _context = context;
    }

    /// <summary>When the event is set.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, of a default value.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.Verify(_context);
            return _source.IsSet && !_context.IsCanceled;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public EventAwaitable GetAwaiter() => this;

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
    public void UnsafeOnCompleted(Action continuation)
    {
        if (_context.IsCanceled)
        {
            CanceledWait.Resume(_context, continuation);
        }
        else
        {
            _source.Enter(_context, continuation);
        }
    }

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(EventAwaitable wait) => ToTask(wait);

    private static async Task ToTask(EventAwaitable wait) => await wait;
}
