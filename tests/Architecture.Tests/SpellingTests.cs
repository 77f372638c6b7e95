using System.Text.RegularExpressions;

namespace AsyncTick.Architecture.Tests;

/// <summary>One spelling, the engine's: US English in code, comments, messages and pages.</summary>
public sealed partial class SpellingTests
{
    private static readonly string[] Folders = ["Script", "Source", "Content", "Docs", "tests"];

    [Test]
    public void Words_AreSpelledAsInTheEngine()
    {
        var files = Folders.SelectMany(folder => Repository.Files(folder, ".cs", ".cpp", ".h", ".js", ".css", ".html", ".md", ".sh"))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md").Select(Path.GetFileName))
            .Where(static file => !file!.EndsWith("SpellingTests.cs", StringComparison.Ordinal))
            .ToArray();
        Assert.That(files, Has.Length.GreaterThan(500));
        Assert.That(
            files.SelectMany(static file => File.ReadLines(Path.Combine(Repository.Root, file!)).Select((line, at) => (Line: line, Place: $"{file}:{at + 1}")))
                .Where(static each => British().IsMatch(TheEngines().Replace(each.Line, "")))
                .Select(static each => $"{each.Place}: {British().Match(TheEngines().Replace(each.Line, "")).Value}"),
            Is.Empty);
    }

    [GeneratedRegex("cancell(?!ation)|behaviour|colour|neighbour|flavour|favour|honour|labell(?:ed|ing)|modell(?!oop|ine)|initialis|finalis|optimis|recognis|synchronis|serialis|normalis|randomis|organis|summaris|analys(e[dr]?|ing)\\b|catalogue|artefact|\\bgrey", RegexOptions.IgnoreCase)]
    private static partial Regex British();

    // Names that are not ours.
    [GeneratedRegex("U(CS)?CancellableAsyncAction|CancelledError")]
    private static partial Regex TheEngines();
}
