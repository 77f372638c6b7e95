namespace AsyncTick.Dashboard;

/// <summary>What a peer may ask of the dashboard's server. A peer that asks for more is answered with an error, or cut off.</summary>
public sealed record HttpLimits
{
    private const int LargestHeaderBytes = 1 << 20;
    private const int LargestBodyBytes = 1 << 26;

    /// <summary>Connections at a time, at least 1; one more takes the place of the one that has been silent longest, and is closed at once when all have requests in work.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>The longest request line with headers, in bytes, which each connection takes at once: 1 byte to 1 MiB; 431 beyond it.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>The longest request body, in bytes, which are taken when a request announces them: 0 to 64 MiB; 413 beyond it.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>Seconds of real time from the first byte of a request to its last; 408 beyond it.</summary>
    public double RequestSeconds { get; init; } = 5;

    /// <summary>Seconds of real time that a connection may be idle between requests.</summary>
    public double IdleSeconds { get; init; } = 30;

    /// <summary>Seconds of real time that a peer may take to accept what it is sent.</summary>
    public double WriteSeconds { get; init; } = 5;

    /// <exception cref="ArgumentOutOfRangeException">A number is too small or too large.</exception>
    internal void Verify()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        Verify(MaxHeaderBytes, 1, LargestHeaderBytes, nameof(MaxHeaderBytes));
        Verify(MaxBodyBytes, 0, LargestBodyBytes, nameof(MaxBodyBytes));
    }

    private static void Verify(int bytes, int least, int most, string name)
    {
        if (bytes < least || bytes > most)
        {
            throw new ArgumentOutOfRangeException(name, bytes, $"The dashboard takes {least} to {most} bytes here, for each connection at once; the page itself needs no more than the default.");
        }
    }
}
