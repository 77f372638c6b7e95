using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Scripting;

/// <summary>What a compilation gave: an assembly in memory, or the reasons why there is none. Any thread.</summary>
public sealed class CompiledScript
{
    private ScriptProgram? _program;

    internal CompiledScript(int number, string path, CompilerOutput output, IEnumerable<ScriptDiagnostic> diagnostics, TimeSpan duration)
    {
        Number = number;
        Path = path;
        Image = output.Pe;
        Symbols = output.Pdb;
        EntryType = output.EntryType;
        EntryMethod = output.EntryMethod;
        Diagnostics = [.. diagnostics];
        Duration = duration;
    }

    /// <summary>Counts what a compiler has compiled, in the order in which it was asked.</summary>
    public int Number { get; }

    /// <summary>The script's full path, or the name given to text that has no file.</summary>
    public string Path { get; }

    /// <summary>True for a line typed at a prompt.</summary>
    public bool IsLine { get; internal init; }

    /// <summary>Errors and warnings in the order of the text.</summary>
    public IReadOnlyList<ScriptDiagnostic> Diagnostics { get; }

    /// <summary>How long the compiler worked on it, waiting for its turn not counted.</summary>
    public TimeSpan Duration { get; }

    /// <summary>True when there is an assembly to run. Warnings do not prevent that.</summary>
    [MemberNotNullWhen(true, nameof(Image), nameof(EntryType), nameof(EntryMethod))]
    public bool Succeeded => Image is not null && EntryType is not null && EntryMethod is not null;

    /// <summary>The assembly, or null when the script did not compile.</summary>
    public ReadOnlyMemory<byte>? Image { get; }

    /// <summary>The portable debug information that gives stack traces the script's file and line; null when the script did not compile.</summary>
    public ReadOnlyMemory<byte>? Symbols { get; }

    /// <summary>The metadata name of the class that holds the entry point; null when the script did not compile.</summary>
    public string? EntryType { get; }

    /// <summary>The name of the method that runs the script (<c>&lt;Main&gt;$</c> for top-level statements); null when it did not compile.</summary>
    public string? EntryMethod { get; }

    /// <summary>The files of the packages and projects that it names.</summary>
    internal ScriptDependencies Dependencies { get; init; } = ScriptDependencies.None;

    /// <summary>What the compiler knows a line of a prompt by; null when it did not compile, and for a script.</summary>
    internal object? CompiledLine { get; init; }

    /// <summary>Whether it is a line that later ones may refer to.</summary>
    internal bool Declares { get; init; }

    /// <summary>Keeps the loaded code for the first run. Code that is not taken goes with this object.</summary>
    internal void Give(ScriptProgram program) => _program = program;

    /// <summary>The code that was loaded when it was compiled; null when a run has taken it already.</summary>
    internal ScriptProgram? Take() => Interlocked.Exchange(ref _program, null);
}
