using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Scripting;

/// <summary>How an attempt to start a script went.</summary>
/// <param name="Script">What the compiler made of it, with errors and warnings.</param>
/// <param name="Run">The run, or null when the script did not compile, was started again before its turn came, or had no place left.</param>
public sealed record ScriptStart(CompiledScript Script, ScriptRun? Run)
{
    /// <summary>True when the script runs, or has run: a script without awaits ends before this is known.</summary>
    [MemberNotNullWhen(true, nameof(Run))]
    public bool Succeeded => Run is not null;

    /// <summary>Whether it did not start because its <see cref="ScriptPlace"/> has ended.</summary>
    public bool IsPlaceGone { get; init; }
}
