namespace AsyncTick.Tool.Commands;

/// <summary>What the tool returns besides a script's own code; those of the headless host.</summary>
internal static class ToolExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A script or a line ended with an exception, or was canceled by another one.</summary>
    public const int ScriptFailed = 1;

    /// <summary>A bad argument, no host, a script that does not compile, a command that was not done.</summary>
    public const int BadInput = 2;
}
