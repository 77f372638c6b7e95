namespace AsyncTick;

/// <summary>A call that failed before its first wait. Not pooled.</summary>
internal sealed class FailedOperation<T> : PooledOperation<T>
{
    public FailedOperation(Exception exception) => SetException(exception);

    public override object? StateMachine => null;

    protected override void Recycle()
    {
    }
}
