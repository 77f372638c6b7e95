using System.Runtime.CompilerServices;

namespace AsyncTick.Benchmarks;

/// <summary>Makes the methods that return a <see cref="BarePooledTask"/>.</summary>
public struct BarePooledBuilder
{
    private BarePooledTask.Operation? _operation;

    public readonly BarePooledTask Task => new(_operation);

    public static BarePooledBuilder Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public readonly void SetResult() => _operation?.Complete();

    public readonly void SetException(Exception exception) => throw exception;

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(BoxOf(ref stateMachine).MoveNextAction);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(BoxOf(ref stateMachine).MoveNextAction);

    private BarePooledTask.Box<TStateMachine> BoxOf<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_operation is { } operation)
        {
            return Unsafe.As<BarePooledTask.Box<TStateMachine>>(operation);
        }

        var box = BarePooledTask.Box<TStateMachine>.Rent();
        _operation = box;
        box.Machine = stateMachine;
        return box;
    }
}
