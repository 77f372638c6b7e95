using System.Reflection;
using System.Reflection.Metadata;

namespace AsyncTick.Scripting;

/// <summary>The assemblies that scripts are compiled against: those of .NET, AsyncTick, and what the host adds.</summary>
internal static class ScriptReference
{
    /// <summary>Names the assemblies of .NET itself and these, which must stay alive while the compiler works.</summary>
    public static CompilerReference[] For(IEnumerable<Assembly> assemblies) =>
        [.. Framework().Select(path => new CompilerReference(path, 0, 0)), .. assemblies.Select(Of)];

    // Only .NET's own: a host's further files (a test runner's, a game's) are not a script's business unless the host says so.
    private static IEnumerable<string> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        string[] files = [.. trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == folder)];
        return files.Length > 0 ? files : Directory.EnumerateFiles(folder, "System*.dll").Where(IsManaged);
    }

    private static bool IsManaged(string path)
    {
        using var reader = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return reader.HasMetadata;
    }

    // UnrealSharp loads assemblies from memory: they have no file to name, but their metadata can be read where it is.
    private static unsafe CompilerReference Of(Assembly assembly)
    {
        if (assembly.Location is { Length: > 0 } path && File.Exists(path))
        {
            return (path, 0, 0);
        }

        if (assembly.TryGetRawMetadata(out var blob, out var length))
        {
            return (null, (nint)blob, length);
        }

        throw new ArgumentException(
            $"Scripts cannot use {assembly.GetName().Name}: it was generated at run time and has no metadata. Leave it out of ScriptCompilerOptions.References.");
    }
}
