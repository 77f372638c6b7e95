using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

/// <summary>A line of the engine's log.</summary>
/// <param name="Category">The category, <c>LogAsyncTick</c>.</param>
/// <param name="Verbosity">How loud it is.</param>
/// <param name="Message">The text.</param>
public readonly record struct SimulatedLogLine(string Category, ELogVerbosity Verbosity, string Message)
{
    /// <summary>As the engine prints it: <c>LogAsyncTick: Warning: text</c>.</summary>
    public override string ToString() => Verbosity is ELogVerbosity.Log or ELogVerbosity.Display ? $"{Category}: {Message}" : $"{Category}: {Verbosity}: {Message}";
}
