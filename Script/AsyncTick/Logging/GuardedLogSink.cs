using System.Diagnostics;

namespace AsyncTick;

/// <summary>Hands lines on to a host's sink, whose failures end nothing: a line is lost, and the frame or the thread that wrote it goes on. Any thread.</summary>
[DebuggerDisplay("{Inner}")]
internal sealed class GuardedLogSink(ILogSink inner) : ILogSink
{
    /// <summary>The host's own.</summary>
    public ILogSink Inner { get; } = inner;

    /// <summary>The sink as one that never throws.</summary>
    public static ILogSink Guard(ILogSink sink) => sink as GuardedLogSink ?? new GuardedLogSink(sink);

    public bool IsEnabled(LogVerbosity verbosity)
    {
        try
        {
            return Inner.IsEnabled(verbosity);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Write(LogVerbosity verbosity, string message)
    {
        try
        {
            Inner.Write(verbosity, message);
        }
        catch (Exception)
        {
            // There is no other place to tell it.
        }
    }
}
