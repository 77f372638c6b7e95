namespace AsyncTick.Scripting;

/// <summary>
/// Knows which <c>#:property</c> lines a script may have. Those that are about building, packing or publishing an app change nothing in a
/// script and pass; those that would change what the script means pass only when they say what is so anyhow.
/// </summary>
internal static class ScriptProperties
{
    private static readonly Dictionary<string, string[]> Fixed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TargetFramework"] = [TargetFramework],
        ["OutputType"] = ["Exe", "WinExe"],
        ["LangVersion"] = ["latest", "latestMajor", "default"],
        ["Nullable"] = ["enable"],
        ["ImplicitUsings"] = ["enable", "true"],
        ["AllowUnsafeBlocks"] = ["true"],
        ["TreatWarningsAsErrors"] = ["false"],
        ["CheckForOverflowUnderflow"] = ["false"],
        ["InvariantGlobalization"] = ["true"],
    };

    // What changes the code itself and has no value that a script has anyhow.
    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        "DefineConstants", "TargetFrameworks", "UseWPF", "UseWindowsForms", "StartupObject", "AdditionalLibPaths", "Features",
    };

    private static readonly HashSet<string> Restoring = new(StringComparer.OrdinalIgnoreCase)
    {
        "NuGetAudit", "NuGetAuditLevel", "NuGetAuditMode", "RestoreSources", "RestoreAdditionalProjectSources", "RestoreIgnoreFailedSources",
    };

    // About an app that is built, packed or published; without meaning for a script, and common at the head of a file-based app.
    private static readonly HashSet<string> WithoutEffect = new(StringComparer.OrdinalIgnoreCase)
    {
        "PublishAot", "PublishTrimmed", "PublishSingleFile", "PublishReadyToRun", "PublishDir", "SelfContained", "RuntimeIdentifier", "UseAppHost",
        "PackAsTool", "PackageId", "ToolCommandName", "PackageLicenseExpression", "Version", "VersionPrefix", "VersionSuffix", "Authors", "Company",
        "Product", "Description", "Copyright", "AssemblyName", "RootNamespace", "UserSecretsId", "NoWarn", "WarningLevel", "Configuration",
        "ServerGarbageCollection", "ConcurrentGarbageCollection", "TieredPGO", "SatelliteResourceLanguages", "IsPackable", "Deterministic",
    };

    /// <summary>The framework that scripts are compiled for, that of the process: <c>net10.0</c>.</summary>
    public static string TargetFramework => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>Whether restoring packages has to know it.</summary>
    public static bool MatterToRestoring(string name) => Restoring.Contains(name);

    /// <summary>Null, or why a script cannot have this.</summary>
    public static string? Check(string name, string value)
    {
        // What it comes to would be computed on this machine, with its files and variables, before a line of the script is looked at.
        if (value.AsSpan().ContainsAny("$@%"))
        {
            return "the value is text and nothing else: $( ), @( ) and %( ) are not evaluated in a script; write it out";
        }

        if (name.Equals("Optimize", StringComparison.OrdinalIgnoreCase))
        {
            return bool.TryParse(value, out _) ? null : "Optimize is true or false";
        }

        if (Fixed.TryGetValue(name, out var values))
        {
            return values.Contains(value, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"scripts are compiled with {name}={values[0]}; remove the line";
        }

        if (Refused.Contains(name))
        {
            return $"scripts are not built by a project, so {name} has no effect on them; remove the line";
        }

        return Restoring.Contains(name) || WithoutEffect.Contains(name)
            ? null
            : $"a script may not set {name}; the properties that it may set are in Docs/Scripts.md";
    }
}
