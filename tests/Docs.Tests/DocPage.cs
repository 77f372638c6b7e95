using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncTick.Docs.Tests;

/// <summary>A Markdown page: its C# blocks, the code in its comparison tables, its links.</summary>
internal sealed partial class DocPage
{
    private DocPage(string path, string[] lines)
    {
        FullPath = path;
        Name = Path.GetRelativePath(Repository.Root, path);
        Snippets = [.. FindSnippets(lines)];
        Cells = [.. FindCells(lines)];
        Links = [.. lines.SelectMany(line => LinkPattern().Matches(line).Select(match => match.Groups[1].Value))];
        Anchors = [.. lines.Where(line => line.StartsWith('#')).Select(AnchorOf)];
    }

    public string FullPath { get; }

    public string Name { get; }

    public IReadOnlyList<Snippet> Snippets { get; }

    public IReadOnlyList<TableCell> Cells { get; }

    public IReadOnlyList<string> Links { get; }

    public IReadOnlyList<string> Anchors { get; }

    public static DocPage Read(string path) => new(path, File.ReadAllLines(path));

    public override string ToString() => Name;

    private IEnumerable<Snippet> FindSnippets(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence(lines[i]) is not ("csharp", var info))
            {
                continue;
            }

            var first = i + 1;
            var code = Block(lines, ref i);
            double? seconds = RunPattern().Match(info) is { Success: true } run ? double.Parse(run.Groups[1].Value, CultureInfo.InvariantCulture) : null;
            string? log = null;
            if (seconds is not null)
            {
                i = Array.FindIndex(lines, i, line => Fence(line) is ("text", _));
                Assert.That(i, Is.Positive, () => $"{Name}:{first} is to be run, so a text block with its log must follow.");
                log = Block(lines, ref i);
            }

            yield return new Snippet(Name, first, code, seconds, log);
        }
    }

    // Such a table says "this runtime" above its last column. A comment before it declares what its cells mention: <!-- given: ... -->
    private IEnumerable<TableCell> FindCells(string[] lines)
    {
        var given = "";
        var isOurs = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (GivenPattern().Match(lines[i]) is { Success: true } match)
            {
                given = match.Groups[1].Value;
            }

            if (!lines[i].StartsWith('|'))
            {
                isOurs = false;
            }
            else if (lines[i].TrimEnd().EndsWith("| this runtime |", StringComparison.Ordinal))
            {
                isOurs = true;
            }
            else if (isOurs)
            {
                var cell = CellPattern().Split(lines[i].TrimEnd().TrimEnd('|'))[^1];
                foreach (Match code in CodePattern().Matches(cell))
                {
                    var text = code.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal);
                    if (text.Contains('(', StringComparison.Ordinal) || text.Contains("await ", StringComparison.Ordinal))
                    {
                        yield return new TableCell(Name, i + 1, text, given);
                    }
                }
            }
        }
    }

    private static (string Language, string Info)? Fence(string line)
    {
        var text = line.Trim();
        return text.StartsWith("```", StringComparison.Ordinal) && text.Length > 3 && text[3..].Split(' ', 2) is var parts ? (parts[0], parts.Length > 1 ? parts[1] : "") : null;
    }

    private static string Block(string[] lines, ref int at)
    {
        var indent = lines[at].Length - lines[at].TrimStart().Length;
        var end = Array.FindIndex(lines, at + 1, line => line.Trim() == "```");
        var block = string.Join('\n', lines[(at + 1)..end].Select(line => line.Length >= indent ? line[indent..] : line.TrimStart()));
        at = end;
        return block;
    }

    // As GitHub makes them: lower case, blanks to dashes, other signs gone.
    private static string AnchorOf(string heading) =>
        AnchorDropPattern().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^run ([\d.]+)$")]
    private static partial Regex RunPattern();

    [GeneratedRegex("^<!-- given: (.*) -->$")]
    private static partial Regex GivenPattern();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellPattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex AnchorDropPattern();
}
