using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>What scripts are compiled with. The defaults are those of a console project, plus AsyncTick.</summary>
public sealed class ScriptCompilerOptions
{
    /// <summary>Assemblies that scripts may use besides .NET's own and AsyncTick: a host adds its API here.</summary>
    public IReadOnlyList<Assembly> References { get; init; } = [];

    /// <summary>
    /// Namespaces that every script uses without saying so, <c>static Type</c> for a type's members. Added to those of a console
    /// project, to <c>AsyncTick</c> and to <c>static AsyncTick.Async</c>.
    /// </summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>How the packages and projects that scripts name are found.</summary>
    public PackageOptions Packages { get; init; } = new();

    /// <summary>The folder with the compiler and Roslyn; null for the folder <c>Roslyn</c> beside this assembly.</summary>
    public string? RoslynFolder { get; init; }
}
