namespace AsyncTick.Scripting;

/// <summary>One thing the compiler has to say about a script.</summary>
/// <param name="File">The script's file name, without its folder.</param>
/// <param name="Line">Line, counting from 1.</param>
/// <param name="Column">Column, counting from 1.</param>
/// <param name="IsError">True when the script cannot run because of this; false for a warning.</param>
/// <param name="Id">The compiler's number (<c>CS1002</c>), or AsyncTick's (<c>AT0001</c>).</param>
/// <param name="Message">What is wrong, in English.</param>
public sealed record ScriptDiagnostic(string File, int Line, int Column, bool IsError, string Id, string Message)
{
    /// <summary>The form that compilers print and editors understand: <c>Timers.cs(12,5): error CS1002: ; expected</c>.</summary>
    public override string ToString() => $"{File}({Line},{Column}): {(IsError ? "error" : "warning")} {Id}: {Message}";
}
