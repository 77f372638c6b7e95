namespace AsyncTick.Net;

/// <summary>How <see cref="Supervisor"/> restarts.</summary>
public sealed record SuperviseOptions
{
    /// <summary>The waits between tries, on the loop's real clock.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>
    /// Failures that trying again cannot cure (a wrong password, a missing library): they end the supervisor. Default: none. When this itself throws, that ends
    /// the supervisor, too: an <see cref="AggregateException"/> has what it threw and then the failure it was asked about.
    /// </summary>
    public Func<Exception, bool>? IsFatal { get; init; }

    /// <summary>Whether a run that ends without an error is started again, after the shortest wait. Default: it ends the supervisor.</summary>
    public bool RestartAfterSuccess { get; init; }

    /// <summary>
    /// Whether a run is part of the task that called <see cref="Supervisor.Run"/>, without a scope of its own: what it started then
    /// outlives it. Default: it has its own.
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>Failures in a row after which the last one is thrown on. Default: never.</summary>
    public int MaxFailures { get; init; } = int.MaxValue;

    /// <summary>The source of jitter; give a seeded one for tests that repeat exactly. Used on the game thread only.</summary>
    public Random Random { get; init; } = Random.Shared;
}
