namespace AsyncTick.Net;

/// <summary>The peer sent something that is not a line: too long, or not UTF-8. The connection cannot be read any further.</summary>
public sealed class LineFormatException : NetworkException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line without the peer's name, fit to be sent back to it.</param>
    public LineFormatException(string message)
        : base(message)
    {
    }
}
