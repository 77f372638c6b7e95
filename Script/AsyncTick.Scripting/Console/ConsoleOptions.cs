namespace AsyncTick.Scripting;

/// <summary>What a console knows about its surroundings.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Folders in which a script is looked for after the current directory, in this order.</summary>
    public IReadOnlyList<string> ScriptFolders { get; init; } = [];

    /// <summary>The folder that files are written to when their name says no folder; the current directory by default.</summary>
    public string OutputFolder { get; init; } = "";

    /// <summary>How often a watched script is looked at where the system does not report that it changed, in seconds of real time.</summary>
    public double WatchSeconds { get; init; } = 0.25;
}
