using System.Runtime.InteropServices;

namespace AsyncTick.Scripting;

/// <summary>Finds the <c>dotnet</c> command of an installation that has an SDK.</summary>
internal static class DotNetSdk
{
    private const string Remedy = "Install the .NET 10 SDK from https://dot.net, or set DOTNET_ROOT to a folder that has one";

    /// <summary>Gives the full path of the command, or null and the reason.</summary>
    /// <param name="root">Where to look, and nowhere else; null to look around.</param>
    /// <param name="problem">What is missing and what to do about it.</param>
    public static string? Find(string? root, out string problem)
    {
        problem = "";
        string? withoutSdk = null;
        foreach (var candidate in root is null ? Roots() : [root])
        {
            var command = Path.Combine(candidate, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            if (!File.Exists(command))
            {
                continue;
            }

            var sdks = Path.Combine(candidate, "sdk");
            if (Directory.Exists(sdks) && Directory.EnumerateDirectories(sdks).Any())
            {
                return command;
            }

            withoutSdk ??= candidate;
        }

        problem = withoutSdk is not null
            ? $"resolving it needs the .NET SDK, and {withoutSdk} has only the runtime. {Remedy}"
            : $"resolving it needs the .NET SDK, and no 'dotnet' was found {(root is null ? "beside the running one, in DOTNET_ROOT or on the PATH" : $"in {root}")}. {Remedy}";
        return null;
    }

    private static IEnumerable<string> Roots()
    {
        // <root>/shared/Microsoft.NETCore.App/10.0.0/
        var runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar);
        if (Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(runtime))) is { } running)
        {
            yield return running;
        }

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } variable)
        {
            yield return variable;
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            FileInfo command = new(Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
            if (command.Exists)
            {
                yield return Path.GetDirectoryName(command.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? command.FullName)!;
            }
        }
    }
}
