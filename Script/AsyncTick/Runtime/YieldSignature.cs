namespace AsyncTick;

/// <summary>
/// Knows a <c>Task.Yield()</c> from any other post. A yield must mean "next frame", or a polling loop would eat the whole
/// budget of each frame; but it reaches a context as a plain post. The framework hands over one of two cached delegates,
/// one for a hand-made awaiter and one for an async method, so both are asked for once and recognised by identity.
/// </summary>
internal static class YieldSignature
{
    private static readonly SendOrPostCallback? FromAwaiter = Probe(static () => Task.Yield().GetAwaiter().UnsafeOnCompleted(static () => { }));

    private static readonly SendOrPostCallback? FromAsyncMethod = Probe(static () => _ = YieldOnceAsync());

    public static bool Matches(SendOrPostCallback callback) => ReferenceEquals(callback, FromAsyncMethod) || ReferenceEquals(callback, FromAwaiter);

    private static async Task YieldOnceAsync() => await Task.Yield();

    private static SendOrPostCallback? Probe(Action yield)
    {
        var probe = new ProbeContext();
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(probe);
        try
        {
            yield();
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
