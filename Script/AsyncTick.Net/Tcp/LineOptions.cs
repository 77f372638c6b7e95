namespace AsyncTick.Net;

/// <summary>What a <see cref="LineConnection"/> accepts from its peer. Every duration may be <see cref="double.PositiveInfinity"/>: no limit.</summary>
public record LineOptions
{
    /// <summary>The longest line in bytes, its end not counted. A longer one ends the connection. Default 64 KiB, as in asyncio.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>What ends a line that is read. Default: LF, with or without a CR before it.</summary>
    public LineEnd LineEnd { get; init; }

    /// <summary>What <see cref="LineConnection.WriteLine(string)"/> adds. Default LF; many older protocols want CR LF.</summary>
    public string NewLine { get; init; } = "\n";

    /// <summary>
    /// The peer speaks telnet: its commands are taken out of the text, each option that it asks for or offers is refused, and CR NUL is a CR. Default off.
    /// </summary>
    public bool Telnet { get; init; }

    /// <summary>Encrypts the connection; null for plain text. A server's needs a certificate.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How many bytes may wait to be sent before <see cref="LineConnection.WriteLine(string)"/> waits for the peer. One write is always taken when nothing waits, however long it is.</summary>
    public int MaxUnsentBytes { get; init; } = 64 * 1024;

    /// <summary>How long to try to connect, in seconds of real time.</summary>
    public double ConnectSeconds { get; init; } = 5;

    /// <summary>
    /// How long an orderly close may take, in seconds of real time: sending what waits, then seeing the peer's own end.
    /// After that, and after 10 ms when the scope was canceled, the socket is closed all the same.
    /// </summary>
    public double CloseSeconds { get; init; } = 1;

    /// <summary>What fits into one array together with what has arrived behind it.</summary>
    internal int LongestLine => Math.Min(MaxLineBytes, 1 << 29);
}
