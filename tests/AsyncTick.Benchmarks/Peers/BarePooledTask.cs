using System.Runtime.CompilerServices;

namespace AsyncTick.Benchmarks;

/// <summary>
/// The limit for a pooled task type: state machine, promise and continuation in one object of a static pool, and nothing else. One thread, no
/// versions, no faults, no execution context, no synchronization context.
/// </summary>
[AsyncMethodBuilder(typeof(BarePooledBuilder))]
public readonly struct BarePooledTask(BarePooledTask.Operation? operation) : ICriticalNotifyCompletion
{
    public bool IsCompleted => operation is null || operation.IsCompleted;

    public BarePooledTask GetAwaiter() => this;

    public void GetResult() => operation?.Recycle();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => operation!.Continuation = continuation;

    /// <summary>Nobody will await it: back to the pool at its end.</summary>
    public void Forget() => UnsafeOnCompleted(operation!.RecycleAction);

    public abstract class Operation
    {
        public readonly Action RecycleAction;

        protected Operation() => RecycleAction = Recycle;

        public Action? Continuation { get; set; }

        public bool IsCompleted { get; private set; }

        public void Complete()
        {
            IsCompleted = true;
            Continuation?.Invoke();
        }

        public virtual void Recycle()
        {
            IsCompleted = false;
            Continuation = null;
        }
    }

    public sealed class Box<TStateMachine> : Operation
        where TStateMachine : IAsyncStateMachine
    {
        private static Box<TStateMachine>? _free;

        public TStateMachine? Machine;
        public readonly Action MoveNextAction;
        private Box<TStateMachine>? _next;

        private Box() => MoveNextAction = MoveNext;

        public static Box<TStateMachine> Rent()
        {
            if (_free is not { } box)
            {
                return new Box<TStateMachine>();
            }

            _free = box._next;
            return box;
        }

        public override void Recycle()
        {
            base.Recycle();
            _next = _free;
            _free = this;
        }

        private void MoveNext() => Machine!.MoveNext();
    }
}
