namespace AsyncTick.Scripting;

/// <summary>One <c>#:</c> line of a script, read.</summary>
/// <param name="Name">A package's name, a project's full path, a property's name.</param>
/// <param name="Value">A package's version, a property's value; empty for a project.</param>
/// <param name="Text">The line as written.</param>
/// <param name="Line">Line, counting from 1.</param>
/// <param name="Column">Column, counting from 1.</param>
internal sealed record ScriptDirective(string Name, string Value, string Text, int Line, int Column)
{
    /// <summary>What is wrong with what this line asks for.</summary>
    public ScriptDiagnostic Error(string file, string id, string problem) => new(file, Line, Column, IsError: true, id, $"'{Text}': {problem}");

    /// <summary>What the reader of the script should know about this line.</summary>
    public ScriptDiagnostic Warning(string file, string id, string remark) => new(file, Line, Column, IsError: false, id, $"'{Text}': {remark}");
}
