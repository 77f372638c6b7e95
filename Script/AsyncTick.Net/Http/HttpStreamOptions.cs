namespace AsyncTick.Net;

/// <summary>How <see cref="HttpStream"/> asks, and how long it waits. All times are seconds of real time; each may be <see cref="double.PositiveInfinity"/>.</summary>
public sealed record HttpStreamOptions
{
    /// <summary>How long to try to connect.</summary>
    public double ConnectSeconds { get; init; } = 5;

    /// <summary>How long the server may take for its status line and headers.</summary>
    public double HeaderSeconds { get; init; } = 10;

    /// <summary>How long the body may stand still, while it is waited for, before the stream counts as dead.</summary>
    public double StallSeconds { get; init; } = 15;

    /// <summary>Redirections followed; 0 for none.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>The first byte that is asked for (a range): for going on with a file that broke off. Whether the server has complied is in <see cref="HttpStream.Start"/>.</summary>
    public long From { get; init; }

    /// <summary>TLS for https; null for the system's trust.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Further request headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
