using System.ComponentModel;
using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>
/// Finds the files that a script's <c>#:package</c> and <c>#:project</c> lines mean, with <c>dotnet restore</c> on a generated project, and
/// remembers them on disk. Any thread; several sets at a time, each once.
/// </summary>
internal sealed class DependencyResolver(PackageOptions options, IEnumerable<Assembly> shared)
{
    private readonly PackageCache _cache = new(options.CacheFolder);
    private readonly HostAssemblies _host = new(shared);

    /// <summary>
    /// Gives the files, or the reasons why there are none. Takes milliseconds when the set is known and seconds when it is not, none of them
    /// on the calling thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">Given up; the restore was ended.</exception>
    public Task<(ScriptDependencies Files, IReadOnlyList<ScriptDiagnostic> Diagnostics)> ResolveAsync(ScriptDirectives directives, string scriptFolder, CancellationToken cancellation) =>
        Task.Run(
            async () =>
            {
                try
                {
                    return await FindAsync(directives, scriptFolder, cancellation);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception or FormatException)
                {
                    return (ScriptDependencies.None, [RestoreProblems.First(directives).Error(directives.File, "AT0103", $"it could not be restored: {error.Message}")]);
                }
            },
            cancellation);

    private async Task<(ScriptDependencies Files, IReadOnlyList<ScriptDiagnostic> Diagnostics)> FindAsync(ScriptDirectives directives, string scriptFolder, CancellationToken cancellation)
    {
        var key = PackageCache.KeyOf(directives, scriptFolder);
        if (TryRead(directives, _cache.EntryOf(key)) is { } known)
        {
            return known;
        }

        using var turn = await _cache.LockAsync(key, cancellation);
        if (TryRead(directives, _cache.EntryOf(key)) is { } justMade)
        {
            return justMade;
        }

        if (DotNetSdk.Find(options.DotNetRoot, out var problem) is not { } command)
        {
            return (ScriptDependencies.None, [RestoreProblems.First(directives).Error(directives.File, "AT0102", problem)]);
        }

        var names = string.Join(", ", directives.Packages.Select(package => package.Name).Concat(directives.Projects.Select(project => Path.GetFileName(project.Name))));
        options.Announce?.Invoke($"{directives.File}: resolving {names} with dotnet restore. Later runs do without.");
        var folder = _cache.Prepare(key);
        try
        {
            if (await RestoreAsync(command, directives, scriptFolder, folder, cancellation) is { Count: > 0 } problems)
            {
                return (ScriptDependencies.None, problems);
            }

            _cache.Publish(folder, key);
        }
        finally
        {
            Remove(folder);
        }

        return Read(directives, _cache.EntryOf(key), mustBeCurrent: false)!.Value;
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // A process that is ending still has it open. It is in no one's way, and what the caller has to say must not be lost for it.
        }
    }

    private async Task<IReadOnlyList<ScriptDiagnostic>> RestoreAsync(string command, ScriptDirectives directives, string scriptFolder, string folder, CancellationToken cancellation)
    {
        var begun = DateTime.UtcNow;
        var project = RestoreProject.Write(folder, directives, scriptFolder);
        var builds = directives.Projects.Count > 0;
        string[] arguments = builds
            ? ["msbuild", project, "-restore", $"-t:{RestoreProject.ListTarget}", "-nologo", "-verbosity:quiet", "-nodeReuse:false"]
            : ["restore", project, "-verbosity:quiet", "-nodeReuse:false"];

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfterSeconds(options.TimeoutSeconds);
        try
        {
            (var code, var output) = await DotNetCommand.RunAsync(command, arguments, folder, limit.Token);
            if (code != 0)
            {
                return RestoreProblems.Of(directives, TryReadAssets(folder), output);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var remedy = "Is a package source out of reach?";
            return [RestoreProblems.First(directives).Error(directives.File, "AT0103", $"restoring was given up after {options.TimeoutSeconds:0} s. {remedy}")];
        }

        if (builds)
        {
            ProjectOutputs.Note(folder, begun);
        }

        return [];
    }

    private (ScriptDependencies Files, IReadOnlyList<ScriptDiagnostic> Diagnostics)? TryRead(ScriptDirectives directives, string entry)
    {
        try
        {
            return Directory.Exists(entry) ? Read(directives, entry, mustBeCurrent: true) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or BadImageFormatException)
        {
            return null; // broken, or just being replaced: it is made anew
        }
    }

    private (ScriptDependencies Files, IReadOnlyList<ScriptDiagnostic> Diagnostics)? Read(ScriptDirectives directives, string entry, bool mustBeCurrent)
    {
        var assets = AssetsFile.Read(AssetsOf(entry));
        var projects = directives.Projects.Count > 0 ? ProjectOutputs.Read(entry) : new ProjectOutputs([], AreCurrent: true);
        if (mustBeCurrent && !projects.AreCurrent)
        {
            return null;
        }

        string[] outputs = [.. projects.Assemblies.Where(path => !_host.Have(path))];
        string[] packaged = [.. assets.Assemblies.Where(path => !_host.Have(path))];
        var texts = assets.Texts.Select(text => KeyValuePair.Create($"{text.Culture}/{Path.GetFileNameWithoutExtension(text.Path)}", text.Path));
        var native = assets.NativeLibraries.GroupBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key!, same => same.First(), StringComparer.OrdinalIgnoreCase);

        // A project that brings what a package brings, too: its packages are to find the one that was chosen, and so are loaded with it.
        var apart = !outputs.Select(Name).Intersect(packaged.Select(Name), StringComparer.OrdinalIgnoreCase).Any();
        PackageFiles packages = new()
        {
            Assemblies = WithTexts(ByName(apart ? packaged : packaged.Concat(outputs))),
            NativeLibraries = native,
        };
        ScriptDependencies files = new()
        {
            References = ByName(assets.References.Where(path => !_host.Have(path)).Concat(outputs)),
            Own = apart ? new PackageFiles { Assemblies = ByName(outputs) } : packages,
            Packages = apart ? packages : PackageFiles.None,
            ProjectOutputs = outputs.ToHashSet(),
        };
        return (files, [.. RestoreProblems.Warnings(directives, assets)]);

        Dictionary<string, string> WithTexts(Dictionary<string, string> assemblies)
        {
            foreach ((var name, var path) in texts)
            {
                assemblies[name] = path;
            }

            return assemblies;
        }
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path);

    // Two packages may bring one assembly: the newer one serves both.
    private static Dictionary<string, string> ByName(IEnumerable<string> paths) => paths
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(
            same => same.Key,
            same => same.Count() == 1 ? same.First() : same.MaxBy(path => AssemblyName.GetAssemblyName(path).Version)!,
            StringComparer.OrdinalIgnoreCase);

    private static AssetsFile? TryReadAssets(string folder)
    {
        try
        {
            return AssetsFile.Read(AssetsOf(folder));
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            return null;
        }
    }

    private static string AssetsOf(string entry) => Path.Combine(entry, "obj", "project.assets.json");
}
