using System.Reflection;

namespace AsyncTick.Scripting.Tests;

/// <summary>Where the build put what the tests start and read.</summary>
internal static class TestPaths
{
    public static string HeadlessProgram => Value(nameof(HeadlessProgram));

    public static string Script(string name) => Path.Combine(Value("ScriptFolder"), name);

    /// <summary>A new folder for one test.</summary>
    public static string NewFolder() => Directory.CreateTempSubdirectory("asynctick-test-").FullName;

    private static string Value(string key) => Path.GetFullPath(
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
