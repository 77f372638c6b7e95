namespace UnrealSharp.Log;

/// <summary>How loud a log line is.</summary>
public enum ELogVerbosity : byte
{
    NoLogging,
    Fatal,
    Error,
    Warning,
    Display,
    Log,
    Verbose,
    VeryVerbose,
}
