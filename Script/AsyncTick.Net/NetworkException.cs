namespace AsyncTick.Net;

/// <summary>
/// A conversation with another machine could not be started or went wrong. The message names the other side, the cause and,
/// where there is one, the remedy. Never used for a cancellation that was asked for.
/// </summary>
public class NetworkException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Who, what and, where possible, what to do.</param>
    /// <param name="inner">What the library below reported, if anything.</param>
    public NetworkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The status of a server's answer that is no body to read; null when it was something else.</summary>
    internal System.Net.HttpStatusCode? AnswerStatus { get; init; }

    /// <summary>What a library's exception says of the cause: the libraries say "see inner exception", and what was said here is the best there is.</summary>
    internal static string Reason(Exception e)
    {
        while (e is not NetworkException && e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message;
    }
}
