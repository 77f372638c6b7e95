namespace AsyncTick.Net;

/// <summary>What a <see cref="LineConnection"/> accepts from its peer.</summary>
public record LineOptions
{
    /// <summary>The longest line in bytes, its end not counted. A longer one ends the connection. Default 64 KiB, as in asyncio.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>How many bytes may wait to be sent before <see cref="LineConnection.WriteLine"/> waits for the peer.</summary>
    public int MaxUnsentBytes { get; init; } = 64 * 1024;

    /// <summary>How long to try to connect, in seconds of real time.</summary>
    public double ConnectSeconds { get; init; } = 5;

    /// <summary>
    /// How long an orderly close may take, in seconds of real time: sending what waits, then seeing the peer's own end.
    /// After that, and after 10 ms when the scope was cancelled, the socket is closed all the same.
    /// </summary>
    public double CloseSeconds { get; init; } = 1;
}
