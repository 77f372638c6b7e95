using System.Text.RegularExpressions;

namespace AsyncTick.Scripting;

/// <summary>What the <c>#:</c> lines at the head of a script, those of a .NET file-based app, ask for.</summary>
internal sealed partial class ScriptDirectives
{
    private readonly List<ScriptDirective> _packages = [];
    private readonly List<ScriptDirective> _projects = [];
    private readonly List<ScriptDirective> _properties = [];
    private readonly List<ScriptDiagnostic> _problems = [];
    private readonly string _folder;

    private ScriptDirectives(string file, string folder)
    {
        File = file;
        _folder = folder;
    }

    /// <summary>The script's file name, for diagnostics.</summary>
    public string File { get; }

    public IReadOnlyList<ScriptDirective> Packages => _packages;

    public IReadOnlyList<ScriptDirective> Projects => _projects;

    /// <summary>Properties that matter to restoring; those about building and publishing an app are left out.</summary>
    public IReadOnlyList<ScriptDirective> Properties => _properties;

    /// <summary>Whether the script is to be compiled for speed, at the price of the lines in its stack traces.</summary>
    public bool Optimize { get; private set; }

    /// <summary>An error for each line that is malformed or asks for something a script cannot have.</summary>
    public IReadOnlyList<ScriptDiagnostic> Problems => _problems;

    /// <summary>Whether packages or projects have to be found.</summary>
    public bool AreAny => _packages.Count + _projects.Count > 0;

    /// <summary>Reads the directives of a script.</summary>
    /// <param name="path">The script's path; its folder is what relative projects are relative to.</param>
    /// <param name="text">The script.</param>
    public static ScriptDirectives Read(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Environment.CurrentDirectory;
        ScriptDirectives directives = new(Path.GetFileName(path), folder);
        foreach ((var line, var column, var content) in Lines(text))
        {
            var words = content.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries);
            directives.Add(words[0], words.Length > 1 ? words[1] : "", new ScriptDirective("", "", $"#:{content}", line, column));
        }

        return directives;
    }

    private void Add(string kind, string rest, ScriptDirective directive)
    {
        var problem = kind switch
        {
            "package" => AddPackage(rest, directive),
            "project" => AddProject(rest, directive),
            "property" => AddProperty(rest, directive),
            "sdk" when rest.Split('@')[0] == "Microsoft.NET.Sdk" => null,
            "sdk" => "a script has no SDK of its own, and the engine's .NET has no other framework than .NET itself; remove the line",
            "include" or "ref" => "not supported in scripts; put what several scripts share into a project and name it with #:project",
            _ => "unknown directive; #:package, #:project, #:property and #:sdk are known",
        };
        if (problem is not null)
        {
            _problems.Add(directive.Error(File, "AT0101", problem));
        }
    }

    private string? AddPackage(string rest, ScriptDirective directive)
    {
        var parts = rest.Split('@', 2, StringSplitOptions.TrimEntries);
        if (!PackageName().IsMatch(parts[0]))
        {
            return "name a package: #:package Name@Version";
        }

        if (parts.Length < 2 || parts[1].Length == 0)
        {
            return $"name a version: #:package {parts[0]}@1.0.0, or {parts[0]}@* for the newest";
        }

        if (!PackageVersion().IsMatch(parts[1]))
        {
            return $"'{parts[1]}' is not a version; 1.2.3, 1.2.3-beta.1, 1.* and [1.2,2.0) are";
        }

        if (_packages.Exists(other => other.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))
        {
            return "this package is named twice; remove one of the lines";
        }

        _packages.Add(directive with { Name = parts[0], Value = parts[1] });
        return null;
    }

    private string? AddProject(string rest, ScriptDirective directive)
    {
        if (rest.Length == 0)
        {
            return "name a project file, or the folder of one, relative to the script: #:project ../Shared";
        }

        var path = Path.GetFullPath(rest.Replace('\\', '/'), _folder);
        if (Directory.Exists(path))
        {
            var found = Directory.GetFiles(path, "*.*proj");
            if (found.Length != 1)
            {
                return found.Length == 0 ? $"there is no project in {path}" : $"there are several projects in {path}; name one of them";
            }

            path = found[0];
        }
        else if (!System.IO.File.Exists(path))
        {
            return $"there is no project {path}";
        }

        _projects.Add(directive with { Name = path });
        return null;
    }

    private string? AddProperty(string rest, ScriptDirective directive)
    {
        var parts = rest.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || !PropertyName().IsMatch(parts[0]))
        {
            return "write it as #:property Name=Value";
        }

        if (ScriptProperties.Check(parts[0], parts[1]) is { } problem)
        {
            return problem;
        }

        if (ScriptProperties.MatterToRestoring(parts[0]))
        {
            _properties.Add(directive with { Name = parts[0], Value = parts[1] });
        }
        else if (parts[0].Equals("Optimize", StringComparison.OrdinalIgnoreCase))
        {
            Optimize = bool.Parse(parts[1]);
        }

        return null;
    }

    private static IEnumerable<(int Line, int Column, string Content)> Lines(string text)
    {
        var number = 0;
        var inComment = false;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (inComment || line.StartsWith("/*", StringComparison.Ordinal))
            {
                inComment = !line.Contains("*/", StringComparison.Ordinal);
                continue;
            }

            if (line.StartsWith("#:", StringComparison.Ordinal))
            {
                yield return (number, raw.IndexOf('#') + 1, line[2..].Trim());
            }
            else if (line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal))
            {
                yield break; // code: from here on the compiler itself refuses directives
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+([._-][A-Za-z0-9_]+)*$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^(\*(-\*)?|\d[0-9A-Za-z.+*-]*|[\[(]\s*(\d[0-9A-Za-z.+-]*)?\s*(,\s*(\d[0-9A-Za-z.+-]*)?\s*)?[\])])$")]
    private static partial Regex PackageVersion();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]*$")]
    private static partial Regex PropertyName();
}
