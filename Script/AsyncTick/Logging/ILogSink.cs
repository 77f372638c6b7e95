namespace AsyncTick;

/// <summary>
/// Where a loop's log lines go: <c>UE_LOG</c> in the engine, standard output in the headless host, a list in tests.
/// Implementations are called from any thread, must not throw and must not call back into the loop.
/// </summary>
public interface ILogSink
{
    /// <summary>Whether a line of this verbosity would be kept; asked before a costly message is built. Any thread.</summary>
    bool IsEnabled(LogVerbosity verbosity);

    /// <summary>Writes one message, which may hold several lines separated by <c>\n</c>. Any thread.</summary>
    void Write(LogVerbosity verbosity, string message);
}
