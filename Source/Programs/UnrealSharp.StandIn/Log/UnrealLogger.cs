using UnrealSharp.StandIn;

namespace UnrealSharp.Log;

/// <summary>Writes to the engine's log. Any thread.</summary>
public static class UnrealLogger
{
    public static void Log(string logName, string message, ELogVerbosity logVerbosity = ELogVerbosity.Display) => SimulatedLog.Write(logName, logVerbosity, message);

    public static void LogWarning(string logName, string message) => Log(logName, message, ELogVerbosity.Warning);

    public static void LogError(string logName, string message) => Log(logName, message, ELogVerbosity.Error);

    public static void LogFatal(string logName, string message) => Log(logName, message, ELogVerbosity.Fatal);

    public static void LogVerbose(string logName, string message) => Log(logName, message, ELogVerbosity.Verbose);
}
