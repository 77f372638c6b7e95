using System.Text.RegularExpressions;
using AsyncTick.Architecture.Tests.Metadata;

namespace AsyncTick.Architecture.Tests;

/// <summary>Files are short, hold one public type each, and a type is written in one file.</summary>
public partial class FileTests
{
    private const int MostLines = 300;

    /// <summary>Longer files. To be made shorter, never longer.</summary>
    private static readonly string[] StillTooLong = [];

    /// <summary>Files with several public types. To be made shorter, never longer.</summary>
    private static readonly string[] StillSeveralTypes = [];

    /// <summary>Types in several files, and how many each may have. To be made shorter, never longer.</summary>
    private static readonly IReadOnlyDictionary<string, int> StillInSeveralFiles = new Dictionary<string, int>
    {
        ["Async"] = 9,
        ["GameLoop"] = 4,
        ["EngineHost"] = 3,
        ["TimerQueue"] = 3,
        ["ScriptHost"] = 2,
    };

    private static readonly IReadOnlyList<TypeNode> Types = [.. Product.Assemblies.SelectMany(name => TypeGraph.Of(name).Types)];

    [Test]
    public void File_IsNoLongerThanItMayBe()
    {
        var files = Product.Folders.SelectMany(folder => Repository.Files(folder, ".cs", ".csx", ".cpp", ".h", ".js", ".css", ".html")).ToArray();
        Assert.That(files, Has.Length.GreaterThan(300));
        AssertOnly(StillTooLong, files.Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > MostLines));
    }

    [Test]
    public void File_HasOnePublicType() =>
        AssertOnly(
            StillSeveralTypes,
            Types.Where(type => type.IsPublic)
                .SelectMany(type => type.Files, (type, file) => (Type: type, File: file))
                .GroupBy(pair => pair.File, pair => pair.Type)
                .Where(types => types.Count() > 1)
                .Select(types => types.Key));

    [Test]
    public void Type_IsWrittenInOneFile()
    {
        var spread = Types.Where(type => type.Files.Count > 1).ToArray();
        AssertOnly(StillInSeveralFiles.Keys, spread.Select(type => type.Name));
        Assert.That(
            spread.Where(type => StillInSeveralFiles.TryGetValue(type.Name, out var most) && type.Files.Count > most).Select(type => $"{type}: {string.Join(", ", type.Files)}"),
            Is.Empty);
    }

    // A list or a log is the same on every machine, whatever decimal separator its user writes.
    [Test]
    public void Fractions_InTexts_AreWrittenWithoutACulture()
    {
        const int MostLinesOfAText = 12;
        List<string> found = [];
        foreach (var file in Repository.Files("Script", ".cs").Where(static file => !file.EndsWith("/ScriptCompiler.cs", StringComparison.Ordinal)))
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
            for (var i = 0; i < lines.Length; i++)
            {
                var isFree = lines[Math.Max(0, i - MostLinesOfAText)..(i + 1)].Any(static line => line.Contains("Invariant", StringComparison.Ordinal));
                if (!isFree && !lines[i].TrimStart().StartsWith('/') && Fraction().IsMatch(lines[i]))
                {
                    found.Add($"{file}:{i + 1}");
                }
            }
        }

        Assert.That(found, Is.Empty);
    }

    [GeneratedRegex(@"\{[^{}\"":]*:(F[1-9]|0\.[0#]+)\}")]
    private static partial Regex Fraction();

    private static void AssertOnly(IEnumerable<string> exceptions, IEnumerable<string> found) =>
        Assert.Multiple(() =>
        {
            Assert.That(found.Except(exceptions), Is.Empty);
            Assert.That(exceptions.Except(found), Is.Empty, "These are in the list of exceptions and need not be any more.");
        });
}
