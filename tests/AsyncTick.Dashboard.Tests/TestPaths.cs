using System.Reflection;

namespace AsyncTick.Dashboard.Tests;

/// <summary>Where the build put what the tests start and write.</summary>
internal static class TestPaths
{
    public static string HeadlessProgram => Value(nameof(HeadlessProgram));

    public static string ImageFolder => Value(nameof(ImageFolder));

    private static string Value(string key) => Path.GetFullPath(
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
