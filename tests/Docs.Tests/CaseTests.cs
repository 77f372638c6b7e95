using System.Text.RegularExpressions;

namespace AsyncTick.Docs.Tests;

/// <summary>
/// What users reported of kindred software, and attacks that once succeeded, are numbered cases. Each has a test that is found by its number:
/// <c>dotnet test --filter "TestCategory=case 07"</c>.
/// </summary>
public sealed partial class CaseTests
{
    private static readonly int[] Cases =
    [
        1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 31, 41, 42, 43, 44, 45, 46, 47, 48,
    ];

    [Test]
    public void Case_HasATestOfItsNumber()
    {
        var found = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .SelectMany(static file => Category().Matches(File.ReadAllText(file)))
            .Select(static match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
            .Distinct()
            .Order();

        Assert.That(found, Is.EqualTo(Cases));
    }

    [GeneratedRegex(@"\[Category\(""case (\d\d)""\)\]")]
    private static partial Regex Category();
}
