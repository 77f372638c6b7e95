namespace AsyncTick;

/// <summary>A context that keeps what is posted to it: tells which delegate the framework hands over for something that an await does.</summary>
internal sealed class PostProbe : SynchronizationContext
{
    private SendOrPostCallback? _posted;

    public override void Post(SendOrPostCallback d, object? state) => _posted = d;

    /// <summary>What was posted last; null for nothing.</summary>
    /// <param name="begin">Run with the probe as its context.</param>
    /// <param name="then">Run in the caller's context again.</param>
    public static SendOrPostCallback? Run(Action begin, Action? then = null)
    {
        var probe = new PostProbe();
        var previous = Current;
        SetSynchronizationContext(probe);
        try
        {
            begin();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }

        then?.Invoke();
        return probe._posted;
    }
}
