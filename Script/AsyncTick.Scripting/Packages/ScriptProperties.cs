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

    /// <summary>The framework that scripts are compiled for, that of the process: <c>net10.0</c>.</summary>
    public static string TargetFramework => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>Null, or why a script cannot have this.</summary>
    public static string? Check(string name, string value)
    {
        if (Fixed.TryGetValue(name, out var values))
        {
            return values.Contains(value, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"scripts are compiled with {name}={values[0]}; remove the line";
        }

        return Refused.Contains(name) ? $"scripts are not built by a project, so {name} has no effect on them; remove the line" : null;
    }
}
