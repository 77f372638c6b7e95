using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Slice.Next"/> returns: await it at once, once. Allocates nothing.</summary>
public readonly struct SliceAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly bool _isOver;

    internal SliceAwaitable(TaskContext context, bool isOver)
    {
        _context = context;
        _isOver = isOver;
    }

    /// <summary>While something of the slice is left.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, or of a default value.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.Verify(_context);
            return !_isOver && !_context.IsCanceled;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public SliceAwaitable GetAwaiter() => this;

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
    public void UnsafeOnCompleted(Action continuation) => _context.ResumeNextFrame(continuation);
}
