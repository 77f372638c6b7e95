namespace AsyncTick.Scripting;

/// <summary>The files that a script's packages and projects came to. Immutable; any thread.</summary>
internal sealed record ScriptDependencies
{
    /// <summary>No packages, no projects.</summary>
    public static readonly ScriptDependencies None = new();

    /// <summary>Assemblies to compile against, by simple name. One of .NET's own that is in here gives way to this newer one.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>What is loaded with each run and goes with it: the projects' output.</summary>
    public PackageFiles Own { get; init; } = PackageFiles.None;

    /// <summary>What is loaded once for all runs: the packages.</summary>
    public PackageFiles Packages { get; init; } = PackageFiles.None;

    /// <summary>Which of the assemblies are built from projects, and so must not be held open.</summary>
    public IReadOnlySet<string> ProjectOutputs { get; init; } = new HashSet<string>();
}
