using System.Reflection;

namespace AsyncTick.Remote.Tests;

internal static class TestPaths
{
    public static string Tool { get; } = Path.GetFullPath(Of("Tool"));

    public static string Repository { get; } = Path.GetFullPath(Of("Repository"));

    private static string Of(string key) => typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
