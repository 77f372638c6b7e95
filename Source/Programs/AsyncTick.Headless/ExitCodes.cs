namespace AsyncTick.Headless;

/// <summary>What the program returns besides a script's own code.</summary>
internal static class ExitCodes
{
    /// <summary>Ended as asked: scripts ended, frames used up, quit, Ctrl-C.</summary>
    public const int Success = 0;

    /// <summary>A script's own statements ended with an exception.</summary>
    public const int ScriptFailed = 1;

    /// <summary>A bad argument, a missing script, a script that does not compile, a command that could not be done.</summary>
    public const int BadInput = 2;

    /// <summary>Plus the signal's number: ended by a second Ctrl-C, because a task held the game thread.</summary>
    public const int Interrupted = 128;
}
