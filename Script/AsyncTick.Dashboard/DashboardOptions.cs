namespace AsyncTick.Dashboard;

/// <summary>How a <see cref="DashboardHost"/> serves and how much of a frame it takes.</summary>
public sealed record DashboardOptions
{
    /// <summary>The port when the command names none. If another program has it, a free one is taken.</summary>
    public int PreferredPort { get; init; } = 9270;

    /// <summary>Seconds of real time between two updates of a page.</summary>
    public double UpdateSeconds { get; init; } = 0.25;

    /// <summary>What looking at the tasks may take of the loop's thread for an update, in seconds, all of it in one frame. More tasks than fit are looked at in turns.</summary>
    public double UpdateBudgetSeconds { get; init; } = 0.000100;

    /// <summary>The part of a frame that the first look at all tasks may take after a page has opened, in seconds.</summary>
    public double FirstLookSeconds { get; init; } = 0.000100;

    /// <summary>How many entries of the loop's recorder a look at the timeline copies, all of it in one frame: the default takes some 0.2 ms with 1,000 tasks.</summary>
    public int TraceEntries { get; init; } = 1 << 16;

    /// <summary>How long an action may wait for a frame, in seconds of real time, before the page is told that the loop stands still.</summary>
    public double ActionSeconds { get; init; } = 10;

    /// <summary>What peers may ask of the server.</summary>
    public HttpLimits Limits { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A number is too small or too large.</exception>
    internal void Verify()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(TraceEntries);
        Limits.Verify();
    }
}
