using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>The state machine of one call that has waited, its outcome and its continuation in one pooled object.</summary>
/// <remarks>
/// The pool is a list per thread and method. Its head is the one mutable static of this library, for the sake of what no object could own: the type of
/// a script's state machine is the script's, and so are the statics of a generic type over it, which go with the script's load context
/// where a loop's table would keep that in memory. A box goes back only on the thread that made it, so one thread that starts calls
/// which another ends does not fill the other's list.
/// </remarks>
internal sealed class PooledBox<T, TStateMachine> : PooledOperation<T>
    where TStateMachine : IAsyncStateMachine
{
    // So that a burst of calls does not keep its memory for good.
    private const int MostKept = 16_384;

    [ThreadStatic]
    private static PooledBox<T, TStateMachine>? _free;

    public TStateMachine? Machine;

    private readonly Action _moveNext;
    private readonly int _home = Environment.CurrentManagedThreadId;
    private ExecutionContext? _flow;
    private PooledBox<T, TStateMachine>? _nextFree;

    /// <summary>How many are in the list from this one on.</summary>
    private int _freeCount;

    private PooledBox() => _moveNext = MoveNext;

    public override object? StateMachine => Machine;

    public static PooledBox<T, TStateMachine> Rent()
    {
        var box = _free;
        if (box is null)
        {
            return new PooledBox<T, TStateMachine>();
        }

        _free = box._nextFree;
        box._nextFree = null;
        return box;
    }

    /// <summary>The method is about to wait. Returns what resumes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Action Suspend()
    {
        var flow = ExecutionContext.Capture();
        if (!ReferenceEquals(_flow, flow))
        {
            _flow = flow;
        }

        return _moveNext;
    }

    public override bool TryStep(ExecutionContext values)
    {
        if (!ReferenceEquals(_flow, values))
        {
            return false;
        }

        Machine!.MoveNext();
        return true;
    }

    protected override void Recycle()
    {
        Machine = default;
        _flow = null;
        var next = _free;
        var count = next is null ? 1 : next._freeCount + 1;
        if (_home == Environment.CurrentManagedThreadId && count <= MostKept)
        {
            _freeCount = count;
            _nextFree = next;
            _free = this;
        }
    }

    // When the machine has run, this object may serve another call already: only locals from there on.
    private void MoveNext()
    {
        var flow = _flow;
        if (flow is null)
        {
            // The flow was suppressed when the wait began.
            Machine!.MoveNext();
        }
        else if (ReferenceEquals(flow, ExecutionContext.Capture()))
        {
            Machine!.MoveNext();
            if (!ReferenceEquals(flow, ExecutionContext.Capture()))
            {
                ExecutionContext.Restore(flow);
            }
        }
        else
        {
            ExecutionContext.Run(flow, static box => Unsafe.As<PooledBox<T, TStateMachine>>(box!).Machine!.MoveNext(), this);
        }
    }
}
