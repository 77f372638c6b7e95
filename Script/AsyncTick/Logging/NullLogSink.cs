using System.Diagnostics;

namespace AsyncTick;

/// <summary>A sink that keeps nothing: for benchmarks and for hosts that read <see cref="GameLoop.Faulted"/> instead.</summary>
[DebuggerDisplay("keeps nothing")]
public sealed class NullLogSink : ILogSink
{
    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => false;

    /// <inheritdoc/>
    public void Write(LogVerbosity verbosity, string message)
    {
    }
}
