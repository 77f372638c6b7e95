using System.Text.RegularExpressions;

namespace AsyncTick.Packages.Tests;

/// <summary>Each package, added to an empty project, does what its readme shows.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed partial class ReadmeTests
{
    private static IReadOnlyList<string> Libraries => Feed.Libraries;

    [TestCaseSource(nameof(Libraries))]
    public void Package_InAnEmptyProject_RunsTheSnippetOfItsReadme(string id)
    {
        var readme = File.ReadAllText(Repository.PathOf($"Script/{id}/README.md"));
        var folder = Feed.MakeFolder($"Uses{id}");

        DotNet.Run(folder, "new", "console", "--no-restore", "--debug:custom-hive", Path.Combine(Feed.Folder, $"hive-{id}"));
        DotNet.Run(folder, "add", "package", id);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Block(readme, "csharp"));

        Assert.That(DotNet.Run(folder, "run"), Is.EqualTo(Block(readme, "text")));
    }

    private static string Block(string page, string language) => BlockPattern().Matches(page).First(match => match.Groups[1].Value == language).Groups[2].Value;

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}
