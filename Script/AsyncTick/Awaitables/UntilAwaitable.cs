using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.Until(Func{bool}, string, int)"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
public readonly struct UntilAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly UntilNode? _node;
    private readonly long _use;

    internal UntilAwaitable(TaskContext context, UntilNode? node)
    {
        _context = context;
        _node = node;
        _use = node?.Use.Number ?? 0;
    }

    internal static UntilAwaitable Begin(Func<bool> predicate, bool expected, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var context = TaskContext.Required;
        var node = context.Loop.Pools.Until.Rent();
        node.Ask(predicate, expected);
        return Poll(context, node, file, line);
    }

    internal static UntilAwaitable Begin<TState>(TState state, Func<TState, bool> predicate, string file, int line)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(state);
        var context = TaskContext.Required;
        var node = context.Loop.Pools.Until.Rent();
        node.Ask(state, predicate, true);
        return Poll(context, node, file, line);
    }

    /// <summary>When the condition held at the call.</summary>
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
    public UntilAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws what the predicate threw, or when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public void GetResult()
    {
        var fault = _node?.Fault;
        _node?.LetGo();
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }

        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _node!.Start(_context, continuation);

    private static UntilAwaitable Poll(TaskContext context, UntilNode node, string file, int line)
    {
        if (!context.IsCanceled && node.IsOverNow())
        {
            node.Discard();
            return new UntilAwaitable(context, null);
        }

        context.Record.NoteWait(WaitKind.Until, file, line);
        return new UntilAwaitable(context, node);
    }

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(UntilAwaitable wait) => ToTask(wait);

    private static async Task ToTask(UntilAwaitable wait) => await wait;
}
