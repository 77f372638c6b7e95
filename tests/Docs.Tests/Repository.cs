using System.Reflection;

namespace AsyncTick.Docs.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!);

    /// <summary>The README and every page in Docs, in the order of their names.</summary>
    public static IReadOnlyList<DocPage> Pages { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "Docs"), "*.md").Order(StringComparer.Ordinal).Prepend(Path.Combine(Root, "README.md")).Select(DocPage.Read)];
}
