namespace AsyncTick;

/// <summary>Writes lines as <c>LogAsyncTick: Error: text</c> to a <see cref="TextWriter"/>; what a loop without options uses, on standard error.</summary>
public sealed class TextLogSink(TextWriter writer, LogVerbosity loudest = LogVerbosity.Log) : ILogSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => verbosity <= loudest;

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
