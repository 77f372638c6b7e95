namespace AsyncTick;

/// <summary>How loud a log line is. The words and their order are the engine's (<c>ELogVerbosity</c>); there is no Fatal, because a line must never end the editor.</summary>
public enum LogVerbosity
{
    /// <summary>Something failed. Fails an automation test or a commandlet in the engine.</summary>
    Error,

    /// <summary>Something is wrong but handled.</summary>
    Warning,

    /// <summary>Shown on the console and written to the log file.</summary>
    Display,

    /// <summary>Written to the log file.</summary>
    Log,

    /// <summary>Only when asked for (<c>Log LogAsyncTick Verbose</c> in the engine).</summary>
    Verbose,
}
