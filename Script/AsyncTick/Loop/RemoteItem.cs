namespace AsyncTick;

/// <summary>One post from another thread.</summary>
internal readonly struct RemoteItem(SendOrPostCallback callback, object? state, Waiter waiter)
{
    public readonly SendOrPostCallback Callback = callback;
    public readonly object? State = state;
    public readonly Waiter Waiter = waiter;

    /// <summary>Whose post it is, for the recorder.</summary>
    public readonly int Thread = Environment.CurrentManagedThreadId;
}
