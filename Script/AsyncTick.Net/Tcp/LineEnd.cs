namespace AsyncTick.Net;

/// <summary>What ends a line that a <see cref="LineConnection"/> reads.</summary>
public enum LineEnd
{
    /// <summary>LF. One CR before it belongs to the end; any other CR is part of the line. What nearly all programs send.</summary>
    LineFeed,

    /// <summary>
    /// LF, CR LF, CR NUL (a telnet's Return), a bare CR, and LF CR: each ends one line, as soon as its first byte is there. Two of the same
    /// kind are two ends, so empty lines are kept.
    /// </summary>
    Any,
}
