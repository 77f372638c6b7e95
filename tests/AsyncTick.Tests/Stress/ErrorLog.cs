namespace AsyncTick.Tests;

/// <summary>Counts errors and keeps the last lines.</summary>
internal sealed class ErrorLog : ILogSink
{
    public int Errors { get; private set; }

    public string Last { get; private set; } = "";

    public bool IsEnabled(LogVerbosity verbosity) => verbosity == LogVerbosity.Error;

    public void Write(LogVerbosity verbosity, string message)
    {
        if (verbosity == LogVerbosity.Error)
        {
            Errors++;
            Last = message;
        }
    }
}
