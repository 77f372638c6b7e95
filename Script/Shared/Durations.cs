namespace AsyncTick;

/// <summary>Turns an option in seconds into what the platform's timers take: they know infinity by another name and overflow before it.</summary>
internal static class Durations
{
    // What CancelAfter, WaitAsync and the sockets' timers all accept: 24 days.
    private const double LongestSeconds = (int.MaxValue - 1) / 1000.0;

    public static TimeSpan Of(double seconds)
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), "A duration must be a number of seconds, or double.PositiveInfinity for no limit.");
        }

        return seconds >= LongestSeconds ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(Math.Max(0, seconds));
    }

    /// <summary>Throws when one of the durations is no number: later it would be an exception where none is expected.</summary>
    public static void Verify(params ReadOnlySpan<double> seconds)
    {
        foreach (var each in seconds)
        {
            _ = Of(each);
        }
    }

    /// <summary>For settings of others that refuse zero.</summary>
    public static TimeSpan Positive(double seconds) => Of(Math.Max(0.001, seconds));

    public static void CancelAfterSeconds(this CancellationTokenSource source, double seconds) => source.CancelAfter(Of(seconds));
}
