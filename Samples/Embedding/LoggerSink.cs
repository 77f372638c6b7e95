using AsyncTick;
using Microsoft.Extensions.Logging;

namespace Embedding;

/// <summary>The loop's log as an <see cref="ILogger"/>: the host's providers, levels and filters apply. Any thread.</summary>
internal sealed class LoggerSink(ILogger logger) : ILogSink
{
    public bool IsEnabled(LogVerbosity verbosity) => logger.IsEnabled(LevelOf(verbosity));

    public void Write(LogVerbosity verbosity, string message) => logger.Log(LevelOf(verbosity), default, message, null, (text, _) => text);

    private static LogLevel LevelOf(LogVerbosity verbosity) => verbosity switch
    {
        LogVerbosity.Error => LogLevel.Error,
        LogVerbosity.Warning => LogLevel.Warning,
        LogVerbosity.Verbose => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
