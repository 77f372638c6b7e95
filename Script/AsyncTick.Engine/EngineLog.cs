using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>Writes log lines with <c>UE_LOG</c>, category <c>LogAsyncTick</c>. Any thread.</summary>
internal sealed class EngineLog(Native native) : ILogSink
{
    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => native.IsLogEnabled(verbosity);

    /// <inheritdoc/>
    public void Write(LogVerbosity verbosity, string message) => native.Log(verbosity, message);
}
