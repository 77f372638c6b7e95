using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.SwitchToGameThread"/> returns: await it at once, once.</summary>
public readonly struct GameThreadAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;

    internal GameThreadAwaitable(TaskContext context, bool isThere)
    {
        _context = context;
        IsCompleted = isThere;
    }

    /// <summary>When the code runs on the loop's thread already.</summary>
    public bool IsCompleted { get; }

    /// <summary>Part of the await pattern.</summary>
    public GameThreadAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the task was cancelled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was cancelled.</exception>
    public void GetResult()
    {
        if (_context.IsCancelled)
        {
            _context.ThrowCancelled();
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _context.Post(static run => ((Action)run!)(), continuation);
}
