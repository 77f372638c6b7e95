using System.Reflection;

namespace AsyncTick.Plugin.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!);

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>The plugin's own C++, the engine's side only: what is compiled beside the engine's headers.</summary>
    public static IEnumerable<string> NativeSources() =>
        Directory.EnumerateFiles(PathOf("Source"), "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".h" or ".cpp").Order(StringComparer.Ordinal);
}
