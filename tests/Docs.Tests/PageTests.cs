using System.Text.RegularExpressions;

namespace AsyncTick.Docs.Tests;

/// <summary>What holds for pages as a whole: their width, the index that leads to each, the messages they quote, what they say in more than one place.</summary>
public sealed partial class PageTests
{
    private const int MaxWidth = 120;
    private const int MaxReadmeLines = 150;

    // Shorter than this a piece of a message would be found anywhere.
    private const int MinPiece = 8;

    [Test]
    public void Readme_IsShort()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        Assert.That(lines, Has.Length.LessThanOrEqualTo(MaxReadmeLines));
        Assert.That(lines.Where(line => line.Length > MaxWidth), Is.Empty);
    }

    [Test]
    public void Pages_OutsideOfTablesAndBlocks_AreWrapped()
    {
        List<string> wide = [];
        foreach (var page in Repository.Pages)
        {
            var isInBlock = false;
            var number = 0;
            foreach (var line in File.ReadLines(page.FullPath))
            {
                number++;
                isInBlock ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
                if (!isInBlock && line.Length > MaxWidth && !(line[0] is '|' or '<' or '!'))
                {
                    wide.Add($"{page.Name}:{number}");
                }
            }
        }

        Assert.That(wide, Is.Empty);
    }

    [Test]
    public void Index_LeadsToEveryPageOnce()
    {
        var index = DocPage.Read(Path.Combine(Repository.Root, "Docs", "README.md"));
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "Docs"), "*.md").Select(file => Path.GetFileName(file)!).Where(name => name != "README.md");
        Assert.That(index.Links.Where(link => !link.StartsWith("../", StringComparison.Ordinal)), Is.EquivalentTo(pages));
    }

    // "Task ... failed: ..." quotes an interpolated string: each piece between the dots has to stand in one of the sources.
    [Test]
    public void Messages_ThatTroubleshootingExplains_StandInTheSources()
    {
        var sources = string.Join('\n', new[] { "Script", "Source" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".cpp" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        var pieces = File.ReadLines(Path.Combine(Repository.Root, "Docs", "Troubleshooting.md"))
            .Select(line => MessagePattern().Match(line))
            .Where(match => match.Success)
            .SelectMany(match => match.Groups[1].Value.Split("...", StringSplitOptions.TrimEntries))
            .Select(piece => SeverityPattern().Replace(piece, ""))
            .Where(piece => piece.Length >= MinPiece)
            .ToList();
        Assert.That(pieces.Where(piece => !sources.Contains(piece, StringComparison.Ordinal)), Is.Empty);
        Assert.That(pieces, Has.Count.GreaterThan(40));
    }

    [Test]
    public void Badges_SayWhatIsSo()
    {
        var root = Repository.Root;
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(root, "LICENSE")), Does.StartWith("MIT License"));
            Assert.That(Badge("license"), Is.EqualTo("license: MIT"));
            var framework = Regex.Match(File.ReadAllText(Path.Combine(root, "Directory.Build.props")), @"<TargetFramework>net(\d+)\.0<").Groups[1].Value;
            Assert.That(Badge("dotnet"), Is.EqualTo($".NET: {framework}"));
            var engines = Regex.Match(File.ReadAllText(Path.Combine(root, "README.md")), "Unreal Engine ([0-9., or]+) with").Groups[1].Value;
            Assert.That(Badge("unreal"), Is.EqualTo($"Unreal Engine: {string.Join(" | ", Regex.Matches(engines, @"\d\.\d").Select(match => match.Value))}"));
        });

        string Badge(string name) => Regex.Match(File.ReadAllText(Path.Combine(root, "Docs", "Images", $"badge-{name}.svg")), "aria-label=\"([^\"]+)\"").Groups[1].Value;
    }

    // The first command of the README is on other pages, too, and without -v m it is silent for as long as it builds.
    [Test]
    public void FirstCommand_ShowsItsProgress_OnEveryPage()
    {
        var commands = Repository.Pages.Select(page => page.FullPath).Append(Path.Combine(Repository.Root, "CONTRIBUTING.md"))
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("dotnet run ", StringComparison.Ordinal) && line.Contains("AsyncTick.Headless", StringComparison.Ordinal))
            .ToList();
        Assert.That(commands, Has.Count.GreaterThan(2).And.All.StartWith("dotnet run -v m --project Source/Programs/AsyncTick.Headless"));
    }

    [GeneratedRegex(@"^\| `([^`]+)`")]
    private static partial Regex MessagePattern();

    [GeneratedRegex("^(error|warning) (?=AT)")]
    private static partial Regex SeverityPattern();
}
