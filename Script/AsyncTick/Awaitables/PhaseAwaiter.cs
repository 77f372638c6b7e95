using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What awaiting a <see cref="Phase"/> comes to. Allocates nothing in steady state.</summary>
[DebuggerDisplay("{_phase}")]
public readonly struct PhaseAwaiter : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly Phase _phase;

    internal PhaseAwaiter(TaskContext context, Phase phase)
    {
        _context = context;
        _phase = phase;
    }

    /// <summary>Never: the phase is to come.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, or of a default value.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.Verify(_context);
            return false;
        }
    }

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
            return;
        }

        var node = _context.Loop.Pools.Event.Rent();
        node.Link(_context, continuation);
        _context.Loop.Phases.Enter(_phase, node);
    }
}
