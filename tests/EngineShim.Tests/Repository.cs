namespace AsyncTick.EngineShim.Tests;

/// <summary>Where things are. <c>tests/EngineShim/run.sh</c> builds what is not built by this project.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program that plays the engine; the one with sanitizers unless ENGINE_SHIM names another.</summary>
    public static string EngineShim => Built("ENGINE_SHIM", "asan/engine-shim");

    /// <summary>The same engine as a library, built with UnrealSharp's way in.</summary>
    public static string EngineLibrary => Built("ENGINE_SHIM_LIBRARY", "unrealsharp/libengine-library.so");

    /// <summary>The managed half as it is installed.</summary>
    public static string Managed => Built("ENGINE_SHIM_MANAGED", "Managed");

    public static string Headless => Path.Combine(Root, "Source/Programs/AsyncTick.Headless/bin", Configuration, "net10.0/AsyncTick.Headless.dll");

    public static string Script(string name) => Path.Combine(Root, "Content/Scripts", name);

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static string Built(string variable, string path)
    {
        var place = Environment.GetEnvironmentVariable(variable) ?? Path.Combine(Root, "tests/EngineShim/build", path);
        return File.Exists(place) || Directory.Exists(place) ? place : throw new FileNotFoundException($"{place} is not there. Run tests/EngineShim/run.sh, which builds it.");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "UnrealAsyncTick.uplugin")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("UnrealAsyncTick.uplugin is in no folder above the tests.");
    }
}
