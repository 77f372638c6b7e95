using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Waits for a predicate. Pooled by its loop.</summary>
internal sealed class UntilNode(NodePools pools) : PollNode
{
    private Func<object, bool>? _predicate;
    private object? _state;
    private bool _expected;
    private bool _answer;
    private ExecutionContext? _flow;

    public void Ask(Func<bool> predicate, bool expected)
    {
        _flow = ExecutionContext.Capture();
        _predicate = CallPlain;
        _state = predicate;
        _expected = expected;
    }

    public void Ask<TState>(TState state, Func<TState, bool> predicate, bool expected)
        where TState : class
    {
        // All reference types share one representation, so the call below is exact whatever TState is.
        _flow = ExecutionContext.Capture();
        _predicate = Unsafe.As<Func<object, bool>>(predicate);
        _state = state;
        _expected = expected;
    }

    public bool IsOverNow() => IsOver();

    /// <summary>The condition held already; there is no wait.</summary>
    public void Discard() => Return();

    // The predicate is the waiter's code and sees the waiter's AsyncLocals, which are rarely other than the pump's.
    protected override bool IsOver() => ReferenceEquals(ExecutionContext.Capture(), _flow) || _flow is null ? Ask() : AskInFlow();

    private bool Ask() => _predicate!(_state!) == _expected;

    private bool AskInFlow()
    {
        ExecutionContext.Run(_flow!, static node => ((UntilNode)node!)._answer = ((UntilNode)node).Ask(), this);
        return _answer;
    }


    protected override void ForgetQuestion()
    {
        _predicate = null;
        _flow = null;
        _state = null;
    }

    protected override void Return()
    {
        ForgetQuestion();
        pools.Until.Return(this);
    }

    private static readonly Func<object, bool> CallPlain = static predicate => Unsafe.As<Func<bool>>(predicate)();
}
