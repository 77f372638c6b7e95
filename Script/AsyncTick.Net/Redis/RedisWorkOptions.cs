namespace AsyncTick.Net;

/// <summary>How <see cref="RedisStream.Work"/> takes entries. Times are seconds.</summary>
public sealed record RedisWorkOptions
{
    /// <summary>
    /// Entries taken at a time; also how many stay unacknowledged in this worker's hands at most. One at a time when
    /// <see cref="MaxDeliveries"/> is 1: an entry that only waited for its turn must not count as tried.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// How long another consumer's entry may stay unacknowledged before this worker takes it over. Must be longer than the
    /// slowest batch, or work is done twice while its first worker is still at it.
    /// </summary>
    public double ClaimAfterSeconds { get; init; } = 30;

    /// <summary>The longest pause between looks at an empty stream, on the loop's real clock.</summary>
    public double PollSeconds { get; init; } = 0.05;

    /// <summary>
    /// After so many deliveries without success an entry goes to the stream <c>name:dead</c>, so that it cannot block the rest for
    /// ever, nor end process after process. Counted for each entry by itself.
    /// </summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>Whether a group that does not exist yet begins with the entries that are already there.</summary>
    public bool FromBeginning { get; init; } = true;

    /// <summary>The waits after a failure of the connection or of the server's; the same reason is told again after 2, 4, 8, ... times.</summary>
    public Backoff Retry { get; init; } = new() { FirstSeconds = 0.1, HealthySeconds = 2 };

    /// <summary>
    /// Refusals in a row (the key holds another type, the user may not read it) after which <see cref="RedisStream.Work"/> ends with
    /// the reason: only a human can mend them. With the default waits the eighth comes after some ten seconds.
    /// </summary>
    public int MaxRefusals { get; init; } = 8;
}
