namespace AsyncTick;

/// <summary>One post from another thread.</summary>
internal readonly struct RemoteItem(SendOrPostCallback callback, object? state, TaskContext context)
{
    public readonly SendOrPostCallback Callback = callback;
    public readonly object? State = state;
    public readonly TaskContext Context = context;
}
