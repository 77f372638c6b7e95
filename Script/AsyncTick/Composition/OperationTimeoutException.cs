using System.Diagnostics;

namespace AsyncTick;

/// <summary>An operation took longer than its <c>WithTimeout</c> allowed. It was canceled and has ended; nothing of it runs on.</summary>
[DebuggerDisplay("{Message}")]
public sealed class OperationTimeoutException : TimeoutException
{
    /// <summary>Made by <c>Async.WithTimeout</c>.</summary>
    /// <param name="operation">What took too long.</param>
    /// <param name="limitSeconds">What it was allowed.</param>
    /// <param name="elapsedSeconds">How long it ran until it had ended.</param>
    /// <param name="site">Where the limit was set: <c>Load.cs:12</c>.</param>
    public OperationTimeoutException(string operation, double limitSeconds, double elapsedSeconds, string site)
        : base($"'{operation}' was canceled after its limit of {DurationText.Of(limitSeconds)} and ended {DurationText.Of(elapsedSeconds)} after its start (limit set at {site}).")
    {
        Operation = operation;
        LimitSeconds = limitSeconds;
        ElapsedSeconds = elapsedSeconds;
    }

    /// <summary>The operation's name, or the source text that started it.</summary>
    public string Operation { get; }

    /// <summary>The limit, in seconds of the clock it was measured on.</summary>
    public double LimitSeconds { get; }

    /// <summary>From the start to the end of the operation's cleanup, in seconds of the same clock.</summary>
    public double ElapsedSeconds { get; }
}
