using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

/// <summary>The engine's log: of the process, as in the engine, because any thread writes to it.</summary>
public static class SimulatedLog
{
    /// <summary>A line was written, on whatever thread wrote it.</summary>
    public static event Action<SimulatedLogLine>? Written;

    /// <summary>Lines of this verbosity and above are worth writing; <see cref="ELogVerbosity.Log"/> by default. Any thread.</summary>
    public static ELogVerbosity Verbosity { get; set; } = ELogVerbosity.Log;

    /// <summary>Writes a line. Any thread.</summary>
    public static void Write(string category, ELogVerbosity verbosity, string message) => Written?.Invoke(new SimulatedLogLine(category, verbosity, message));
}
