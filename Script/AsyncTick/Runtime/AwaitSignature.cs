namespace AsyncTick;

/// <summary>
/// Knows the code after an await of a <see cref="Task"/> from any other post: the framework hands over one cached delegate for it, which is asked
/// for once. One that is not known costs such a post some nanoseconds more and nothing else. Public parts of .NET only.
/// </summary>
internal static class AwaitSignature
{
    private static readonly SendOrPostCallback? FromAwait = Probe();

    public static bool Matches(SendOrPostCallback callback) => ReferenceEquals(callback, FromAwait);

    private static SendOrPostCallback? Probe()
    {
        ProbeContext probe = new();
        TaskCompletionSource source = new();
        var previous = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(probe);
            source.Task.GetAwaiter().UnsafeOnCompleted(static () => { });
            SynchronizationContext.SetSynchronizationContext(null);
            source.SetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }

        return probe.Posted;
    }

    private sealed class ProbeContext : SynchronizationContext
    {
        public SendOrPostCallback? Posted { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => Posted = d;
    }
}
