namespace UnrealSharp.StandIn;

/// <summary>What the plugin's settings in the editor and a host's frames come to. Read once, when the module is loaded.</summary>
public sealed record SimulatedModuleSettings
{
    /// <summary>How long one frame's tasks may take, in seconds.</summary>
    public double BudgetSeconds { get; init; } = 0.004;

    /// <summary>How long a canceled task may go on before the log names it, in seconds.</summary>
    public double GraceSeconds { get; init; } = 2;

    /// <summary>How long tasks may take to end when the engine exits, in seconds.</summary>
    public double ShutdownSeconds { get; init; } = 1;

    /// <summary>Whether the managed half is told that it is in an editor: it warms up its compiler then, and watches for hangs.</summary>
    public bool IsEditor { get; init; }

    /// <summary>How many frames they may take for it.</summary>
    public int ShutdownFrames { get; init; } = 120;

    /// <summary>Whether the command socket is opened: 1 at start, 0 when something else asks for it, -1 never.</summary>
    public int CommandSocket { get; init; }

    /// <summary>Folders in which scripts are looked for.</summary>
    public IReadOnlyList<string> ScriptDirectories { get; init; } = [];

    /// <summary>The folder <c>Saved</c> of the project; empty for none.</summary>
    public string SavedDirectory { get; init; } = "";

    /// <summary>Whether managed code is called in frames in which nothing is due, too: for a host that has nothing else to do.</summary>
    public bool PumpsIdleFrames { get; init; }
}
