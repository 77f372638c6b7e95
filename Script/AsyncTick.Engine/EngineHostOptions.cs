using System.Reflection;

namespace AsyncTick.Engine;

/// <summary>What the managed side of a host decides; the rest comes from the native half's start information.</summary>
public sealed record EngineHostOptions
{
    /// <summary>What the loop is called in the log and in task lists.</summary>
    public string Name { get; init; } = "Engine";

    /// <summary>As <see cref="GameLoopOptions.WatchdogSeconds"/>; null for a second in the editor and none in a game.</summary>
    public double? WatchdogSeconds { get; init; }

    /// <summary>Assemblies that scripts may use besides AsyncTick's own.</summary>
    public IReadOnlyList<Assembly> ScriptReferences { get; init; } = [];
}
