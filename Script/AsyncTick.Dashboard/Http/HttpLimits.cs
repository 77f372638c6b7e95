namespace AsyncTick.Dashboard;

/// <summary>What a peer may ask of the dashboard's server. A peer that asks for more is answered with an error, or cut off.</summary>
public sealed record HttpLimits
{
    /// <summary>Connections at a time; one more takes the place of the one that has been silent longest, and is closed at once when all have requests in work.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>The longest request line with headers, in bytes; 431 beyond it.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>The longest request body, in bytes; 413 beyond it.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>Seconds of real time from the first byte of a request to its last; 408 beyond it.</summary>
    public double RequestSeconds { get; init; } = 5;

    /// <summary>Seconds of real time that a connection may be idle between requests.</summary>
    public double IdleSeconds { get; init; } = 30;

    /// <summary>Seconds of real time that a peer may take to accept what it is sent.</summary>
    public double WriteSeconds { get; init; } = 5;
}
