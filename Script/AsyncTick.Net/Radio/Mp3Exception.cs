namespace AsyncTick.Net;

/// <summary>MP3 data could not be decoded, or the decoder library could not be used. The message names the remedy.</summary>
public sealed class Mp3Exception : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="inner">The cause below, if any.</param>
    public Mp3Exception(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
