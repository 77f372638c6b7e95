namespace AsyncTick.Scripting;

/// <summary>The files that a script's packages and projects came to. Immutable; any thread.</summary>
internal sealed record ScriptDependencies
{
    /// <summary>No packages, no projects.</summary>
    public static readonly ScriptDependencies None = new();

    /// <summary>Assemblies to compile against, by simple name. One of .NET's own that is in here gives way to this newer one.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>Assemblies to load at run time, by simple name; those with texts in other languages as <c>de/Name.resources</c>.</summary>
    public IReadOnlyDictionary<string, string> Assemblies { get; init; } = new Dictionary<string, string>();

    /// <summary>Native libraries, by file name.</summary>
    public IReadOnlyDictionary<string, string> NativeLibraries { get; init; } = new Dictionary<string, string>();

    /// <summary>Which of the assemblies are built from projects, and so must not be held open.</summary>
    public IReadOnlySet<string> ProjectOutputs { get; init; } = new HashSet<string>();
}
