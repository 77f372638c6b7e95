using System.Diagnostics;

namespace AsyncTick;

/// <summary>How <see cref="Async.Retry(RetryPolicy, Func{int, Task}, string?, string, string, int)"/> tries again. Immutable; any thread.</summary>
[DebuggerDisplay("{Attempts} attempts, {Backoff}")]
public sealed record RetryPolicy
{
    /// <summary>How often to try at most, the first time included; at least 1.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The waits in between.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>
    /// Whether trying again may help after this exception; null for after any. Called on the loop's thread. When it throws, there is no further try: an
    /// <see cref="AggregateException"/> has what it threw and then the exception it was asked about.
    /// </summary>
    public Func<Exception, bool>? ShouldRetry { get; init; }

    /// <summary>The clock of the waits; the scope's own by default.</summary>
    public Clock Clock { get; init; }

    /// <summary>Where the random part of the waits comes from; give a seeded one for tests that repeat exactly.</summary>
    public Random Random { get; init; } = Random.Shared;
}
