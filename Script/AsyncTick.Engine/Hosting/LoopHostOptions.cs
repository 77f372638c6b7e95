using System.Reflection;

namespace AsyncTick.Engine;

/// <summary>What is different from host to host around its loop.</summary>
public sealed record LoopHostOptions
{
    /// <summary>Assemblies that scripts may use besides AsyncTick's own.</summary>
    public IReadOnlyList<Assembly> ScriptReferences { get; init; } = [];

    /// <summary>Folders in which a script is looked for after the current directory, in this order.</summary>
    public IReadOnlyList<string> ScriptFolders { get; init; } = [];

    /// <summary>The folder that commands write files to when their name says no folder; the current directory by default.</summary>
    public string OutputFolder { get; init; } = "";

    /// <summary>The project that the host works on, for the command socket's peers; empty for the current directory.</summary>
    public string ProjectFolder { get; init; } = "";

    /// <summary>Whether the command socket is opened at once (Docs/Remote.md). The loop then has a watchdog in any case, which can say who holds its thread.</summary>
    public bool Remote { get; init; }
}
