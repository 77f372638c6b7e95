using System.Reflection;

namespace AsyncTick.Packages.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    public static string EmbeddingProgram { get; } = Path.GetFullPath(Metadata("Embedding"));

    public static string PathOf(string name) => Path.Combine(Root, name);

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
