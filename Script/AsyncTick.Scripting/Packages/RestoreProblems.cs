using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncTick.Scripting;

/// <summary>Turns what NuGet and MSBuild say into diagnostics of the directives that they are about.</summary>
internal static partial class RestoreProblems
{
    /// <summary>Everything that a failed attempt has to say; never empty.</summary>
    public static IReadOnlyList<ScriptDiagnostic> Of(ScriptDirectives directives, AssetsFile? assets, string output)
    {
        List<ScriptDiagnostic> problems = [.. (assets?.Messages ?? []).Where(message => message.IsError).Select(message => Of(directives, assets!, message))];
        if (problems.Count > 0)
        {
            return problems;
        }

        foreach (Match match in ErrorLine().Matches(output))
        {
            var text = match.Groups["text"].Value.Trim();
            var code = match.Groups["code"].Value;
            if (code == "MSB4181")
            {
                continue; // a task that failed and said why elsewhere, or nowhere
            }

            var file = match.Groups["file"].Value.Trim();
            var problem = match.Groups["line"].Success && directives.Projects.Count > 0
                ? new ScriptDiagnostic(Path.GetFileName(file), Number(match.Groups["line"]), Math.Max(1, Number(match.Groups["column"])), IsError: true, code, text)
                : DirectiveOf(directives, assets, text).Error(directives.File, code, text);
            if (!problems.Contains(problem))
            {
                problems.Add(problem);
            }
        }

        if (problems.Exists(problem => problem.File != directives.File))
        {
            problems.Add(directives.Projects[0].Error(directives.File, "AT0104", "the project does not build"));
        }

        if (problems.Count == 0)
        {
            var said = output.Trim() is { Length: > 0 } text ? text : "nothing";
            problems.Add(First(directives).Error(directives.File, "AT0103", $"it could not be restored; dotnet said: {said.ReplaceLineEndings(" ")}"));
        }

        return problems;
    }

    /// <summary>What the author should know of the packages that the script itself names: another version than asked for, a known vulnerability.</summary>
    public static IEnumerable<ScriptDiagnostic> Warnings(ScriptDirectives directives, AssetsFile assets) =>
        from message in assets.Messages
        where !message.IsError
        let directive = directives.Packages.FirstOrDefault(package => package.Name.Equals(message.Package, StringComparison.OrdinalIgnoreCase))
        where directive is not null
        select directive.Warning(directives.File, message.Code, message.Text);

    /// <summary>The directive to blame when nothing says which.</summary>
    public static ScriptDirective First(ScriptDirectives directives) =>
        directives.Packages.Concat(directives.Projects).MinBy(directive => directive.Line)!;

    private static ScriptDiagnostic Of(ScriptDirectives directives, AssetsFile assets, AssetsFile.Message message)
    {
        var directive = directives.Packages.FirstOrDefault(package => package.Name.Equals(message.Package, StringComparison.OrdinalIgnoreCase))
            ?? directives.Packages.FirstOrDefault(package => assets.Needs(package.Name, message.Package))
            ?? First(directives);
        return directive.Error(directives.File, message.Code, message.Text);
    }

    private static ScriptDirective DirectiveOf(ScriptDirectives directives, AssetsFile? assets, string text) =>
        directives.Packages.FirstOrDefault(package => text.Contains(package.Name, StringComparison.OrdinalIgnoreCase))
        ?? directives.Projects.FirstOrDefault(project => text.Contains(Path.GetFileName(project.Name), StringComparison.OrdinalIgnoreCase))
        ?? First(directives);

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // "/a/Lib.cs(3,5): error CS1002: ; expected [/a/Lib.csproj]", "/a/S.csproj : error NU1101: Unable to find ...", "error MSB1009: ..."
    [GeneratedRegex(@"^(?<file>[^\r\n]*?)(\((?<line>\d+)(,(?<column>\d+))?[^)]*\))?\s*:?\s*\berror\s+(?<code>[A-Z]+\d+)\s*:\s*(?<text>[^\r\n]*?)(\s+\[[^\]\r\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
