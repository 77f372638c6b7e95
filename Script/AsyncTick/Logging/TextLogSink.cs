using System.Diagnostics;

namespace AsyncTick;

/// <summary>Writes lines as <c>LogAsyncTick: Error: text</c> to a <see cref="TextWriter"/>; what a loop without options uses, on standard error.</summary>
[DebuggerDisplay("up to {_loudest}")]
public sealed class TextLogSink(TextWriter writer, LogVerbosity loudest = LogVerbosity.Log) : ILogSink
{
    private readonly Lock _gate = new();
    private readonly LogVerbosity _loudest = loudest;

    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => verbosity <= _loudest;

    /// <inheritdoc/>
    public void Write(LogVerbosity verbosity, string message)
    {
        if (!IsEnabled(verbosity))
        {
            return;
        }

        lock (_gate)
        {
            writer.WriteLine(verbosity == LogVerbosity.Log ? $"LogAsyncTick: {message}" : $"LogAsyncTick: {verbosity}: {message}");
        }
    }
}
