namespace AsyncTick;

/// <summary>A call that failed before its first wait. Not pooled.</summary>
internal sealed class FailedOperation<T> : PooledOperation<T>
{
    public FailedOperation(Exception exception) => SetException(exception);

    public override object? StateMachine => null;

    public override bool TryStep(ExecutionContext noValues) => false;

    protected override void Recycle()
    {
    }
}
