namespace AsyncTick.Scripting;

/// <summary>Reads the <c>#:</c> lines at the head of a script, those of a .NET file-based app.</summary>
internal static class ScriptDirectives
{
    /// <summary>Gives an error for each directive that asks for something a script cannot have.</summary>
    public static IEnumerable<ScriptDiagnostic> Check(string file, string text)
    {
        foreach ((int line, int column, string content) in Read(text))
        {
            string kind = content.Split((char[])[' ', '\t'], 2)[0];
            string? problem = kind switch
            {
                "property" => null, // about building a project, of which there is none
                "package" => "packages are not resolved yet; scripts can use .NET's own assemblies, AsyncTick and what the host gives them",
                "project" => "projects are not resolved yet; give the project's assembly to the host, or put its code into the script",
                "sdk" => "a script has no SDK of its own; remove the line",
                _ => "unknown directive; #:property, #:package and #:project are known",
            };
            if (problem is not null)
                yield return new ScriptDiagnostic(file, line, column, IsError: true, "AT0101", $"'#:{content}': {problem}");
        }
    }

    private static IEnumerable<(int Line, int Column, string Content)> Read(string text)
    {
        int number = 0;
        bool inComment = false;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (inComment || line.StartsWith("/*", StringComparison.Ordinal))
            {
                inComment = !line.Contains("*/", StringComparison.Ordinal);
                continue;
            }

            if (line.StartsWith("#:", StringComparison.Ordinal))
                yield return (number, raw.IndexOf('#') + 1, line[2..].Trim());
            else if (line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal))
                yield break; // code: from here on the compiler itself refuses directives
        }
    }
}
