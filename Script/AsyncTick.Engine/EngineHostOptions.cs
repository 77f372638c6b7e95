using System.Reflection;

namespace AsyncTick.Engine;

/// <summary>What the managed side of a host decides; the rest comes from the native half's start information.</summary>
public sealed record EngineHostOptions
{
    /// <summary>What the loop is called in the log and in task lists.</summary>
    public string Name { get; init; } = "Engine";

    /// <summary>As <see cref="GameLoopOptions.WatchdogSeconds"/>; null for a second in the editor and none in a game.</summary>
    public double? WatchdogSeconds { get; init; }

    /// <summary>
    /// Whether the command socket is opened (Docs/Remote.md); null for what the project's settings say: yes in the
    /// editor and no in a game, unless changed. The environment variable <c>ASYNCTICK_REMOTE</c>, <c>1</c> or <c>0</c>, overrules both. A Shipping build never opens it.
    /// </summary>
    public bool? Remote { get; init; }

    /// <summary>Assemblies that scripts may use besides AsyncTick's own.</summary>
    public IReadOnlyList<Assembly> ScriptReferences { get; init; } = [];
}
