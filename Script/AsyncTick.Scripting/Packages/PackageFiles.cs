using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>Files to load at run time. Immutable; any thread.</summary>
internal sealed record PackageFiles
{
    /// <summary>No files.</summary>
    public static readonly PackageFiles None = new();

    /// <summary>Assemblies, by simple name; those with texts in other languages as <c>de/Name.resources</c>.</summary>
    public IReadOnlyDictionary<string, string> Assemblies { get; init; } = new Dictionary<string, string>();

    /// <summary>Native libraries, by file name.</summary>
    public IReadOnlyDictionary<string, string> NativeLibraries { get; init; } = new Dictionary<string, string>();

    /// <summary>The same for all sets of the same files.</summary>
    public string Key => string.Join('\n', Assemblies.Values.Concat(NativeLibraries.Values).Order(StringComparer.Ordinal));

    /// <summary>The file of an assembly; null when it is none of these.</summary>
    public string? Find(AssemblyName name) =>
        Assemblies.GetValueOrDefault(name.CultureName is { Length: > 0 } culture ? $"{culture}/{name.Name}" : name.Name ?? "");

    /// <summary>The file of a native library under one of the names that it may have on some system; null when it is none of these.</summary>
    public string? FindNative(string name) =>
        ((string[])[name, $"{name}.dll", $"lib{name}.so", $"{name}.so", $"lib{name}.dylib", $"{name}.dylib"])
        .Select(each => NativeLibraries.GetValueOrDefault(each))
        .FirstOrDefault(path => path is not null);
}
