namespace AsyncTick;

/// <summary>
/// An entry of the ready queue that is not a task's own resume: a posted callback, or the continuation of an inner method. Pooled;
/// what it held is let go before it runs.
/// </summary>
internal sealed class PostedWork
{
    public object? Callback;
    public object? State;
    public Waiter? Waiter;

    /// <summary>True for an <see cref="Action"/> that an await of this library left; false for a <see cref="SendOrPostCallback"/> with its argument.</summary>
    public bool IsContinuation;
}
