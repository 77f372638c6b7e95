namespace AsyncTick;

/// <summary>One post from another thread.</summary>
internal readonly struct RemoteItem(SendOrPostCallback callback, object? state, Waiter waiter)
{
    public readonly SendOrPostCallback Callback = callback;
    public readonly object? State = state;
    public readonly Waiter Waiter = waiter;

    /// <summary>What was posted: a delegate, or the method that goes on.</summary>
    public object Code => State is IWrappedPost wrapped ? wrapped.Code : State ?? Callback;

    /// <summary>Whose post it is, for the recorder.</summary>
    public readonly int Thread = Environment.CurrentManagedThreadId;
}
