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
        // Completed outside of the probe, within which the code would go on in place.
        TaskCompletionSource source = new();
        return PostProbe.Run(() => source.Task.GetAwaiter().UnsafeOnCompleted(static () => { }), source.SetResult);
    }
}
