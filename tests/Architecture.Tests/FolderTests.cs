using AsyncTick.Architecture.Tests.Metadata;

namespace AsyncTick.Architecture.Tests;

/// <summary>The folders of the core are its concepts, and they point one way.</summary>
public class FolderTests
{
    /// <summary>Types in the largest cycle of the core. To be lowered whenever it has shrunk.</summary>
    private const int LargestCycle = 18;

    /// <summary>From the bottom to the top: the types of a folder may use those of the same row and of the rows before it.</summary>
    private static readonly string[][] Rows =
    [
        ["Logging"],
        ["Waits"],
        ["Time"],
        ["Tasks", "Scopes", "Loop", "Runtime"],
        ["Awaitables"],
        ["Sync"],
        ["Composition"],
        ["Diagnostics"],
        ["Api"],
        ["Testing"],
    ];

    /// <summary>Folders that still point up. To be made shorter, never longer.</summary>
    private static readonly string[] StillUpward = [];

    private readonly TypeGraph _core = TypeGraph.Of("AsyncTick");

    [Test]
    public void Types_AreWrittenInOneFolderOfTheList() =>
        Assert.That(_core.Types.Where(type => FoldersOf(type).ToArray() is not [var folder] || RowOf(folder) < 0).Select(type => $"{type}: {string.Join(", ", type.Files)}"), Is.Empty);

    [Test]
    public void Folders_PointOneWay()
    {
        var upward = _core.Types
            .SelectMany(type => type.Uses.Where(used => used.Files.Count > 0), (type, used) => (Type: type, Used: used))
            .Where(pair => RowOf(FolderOf(pair.Type)) < RowOf(FolderOf(pair.Used)))
            .ToLookup(pair => $"{FolderOf(pair.Type)} -> {FolderOf(pair.Used)}", pair => $"{pair.Type} -> {pair.Used}");
        Assert.Multiple(() =>
        {
            Assert.That(
                upward.Where(folders => !StillUpward.Contains(folders.Key)).Select(folders => $"{folders.Key}: {string.Join(", ", folders)}"),
                Is.Empty,
                "These point from a folder to one above it.");
            Assert.That(StillUpward.Where(folders => !upward.Contains(folders)), Is.Empty, "These are in the list of exceptions and need not be any more.");
        });
    }

    [Test]
    public void LargestCycle_IsNoLargerThanItsLimit()
    {
        var largest = _core.Cycles()[0];
        TestContext.Out.WriteLine($"{largest.Count} of {_core.Types.Count} types: {string.Join(", ", largest)}");
        Assert.That(largest, Has.Count.AtMost(LargestCycle), () => $"The cycle: {string.Join(", ", largest.Select(type => $"{FolderOf(type)}/{type}"))}");
    }

    private static IEnumerable<string> FoldersOf(TypeNode type) =>
        type.Files.Select(file => file.Split('/')).Select(parts => parts is ["Script", "AsyncTick", _, _, ..] ? parts[2] : "").Distinct();

    private static string FolderOf(TypeNode type) => FoldersOf(type).First();

    private static int RowOf(string folder) => Array.FindIndex(Rows, row => row.Contains(folder));
}
