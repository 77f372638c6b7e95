using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.Frames"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
public readonly struct FramesAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly FramesNode? _node;
    private readonly long _use;

    internal FramesAwaitable(TaskContext context, FramesNode? node)
    {
        _context = context;
        _node = node;
        _use = node?.Use.Number ?? 0;
    }

    internal static FramesAwaitable Begin(int count, string file, int line)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var context = TaskContext.Required;
        if (count == 0)
        {
            return new FramesAwaitable(context, null);
        }

        var node = context.Loop.Pools.Frames.Rent();
        node.Target = context.Loop.FrameNumber + count;
        context.Record.NoteWait(WaitKind.Frames, file, line, until: node.Target);
        return new FramesAwaitable(context, node);
    }

    /// <summary>Only for zero frames.</summary>
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
    public FramesAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public void GetResult()
    {
        _node?.LetGo();
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _node!.Start(_context, continuation);

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(FramesAwaitable wait) => ToTask(wait);

    private static async Task ToTask(FramesAwaitable wait) => await wait;
}
