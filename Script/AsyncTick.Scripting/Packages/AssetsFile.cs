using System.Runtime.InteropServices;
using System.Text.Json;

namespace AsyncTick.Scripting;

/// <summary>Reads NuGet's <c>project.assets.json</c>: which files of which packages a restore came to, or why it came to none.</summary>
internal sealed class AssetsFile
{
    private readonly Dictionary<string, string[]> _needs = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _references = [];
    private readonly List<string> _assemblies = [];
    private readonly List<(string Culture, string Path)> _texts = [];
    private readonly List<string> _nativeLibraries = [];
    private readonly List<Message> _messages = [];

    /// <summary>Something that NuGet has to say about a package.</summary>
    public sealed record Message(bool IsError, string Code, string Text, string Package);

    public IReadOnlyList<string> References => _references;

    public IReadOnlyList<string> Assemblies => _assemblies;

    public IReadOnlyList<(string Culture, string Path)> Texts => _texts;

    public IReadOnlyList<string> NativeLibraries => _nativeLibraries;

    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="FormatException">It is damaged, or names a file that is not there any more.</exception>
    public static AssetsFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            AssetsFile assets = new();
            assets.ReadMessages(document.RootElement);
            assets.ReadTarget(document.RootElement);
            return assets;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{path} is damaged: {error.Message}", error);
        }
    }

    /// <summary>Whether a package needs another one, directly or through others.</summary>
    public bool Needs(string package, string other)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase) { package };
        Queue<string> open = new([package]);
        while (open.TryDequeue(out var name))
        {
            if (name.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            foreach (var next in _needs.GetValueOrDefault(name, []).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return false;
    }

    private void ReadMessages(JsonElement root)
    {
        if (!root.TryGetProperty("logs", out var logs))
        {
            return;
        }

        foreach (var log in logs.EnumerateArray())
        {
            _messages.Add(new Message(
                log.GetProperty("level").GetString() == "Error",
                log.GetProperty("code").GetString() ?? "",
                log.GetProperty("message").GetString() ?? "",
                log.TryGetProperty("libraryId", out var library) ? library.GetString() ?? "" : ""));
        }
    }

    private void ReadTarget(JsonElement root)
    {
        // The one for this kind of machine: native libraries are chosen already there.
        var targets = root.GetProperty("targets");
        var target = targets.EnumerateObject().First(each => each.Name.EndsWith($"/{RuntimeInformation.RuntimeIdentifier}", StringComparison.Ordinal)).Value;
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        var libraries = root.GetProperty("libraries");
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.TryGetProperty("dependencies", out var dependencies))
            {
                _needs[library.Name.Split('/')[0]] = [.. dependencies.EnumerateObject().Select(each => each.Name)];
            }

            if (library.Value.GetProperty("type").GetString() == "package" && !_messages.Exists(message => message.IsError))
            {
                var path = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
                var folder = folders.Select(each => Path.Combine(each, path)).FirstOrDefault(Directory.Exists)
                    ?? throw new FormatException($"The package {library.Name} is not in {string.Join(", ", folders)} any more.");
                ReadFiles(library.Value, folder);
            }
        }
    }

    private void ReadFiles(JsonElement library, string folder)
    {
        _references.AddRange(Files(library, "compile", folder).Select(file => file.Path));
        _assemblies.AddRange(Files(library, "runtime", folder).Select(file => file.Path));
        _nativeLibraries.AddRange(Files(library, "native", folder).Select(file => file.Path));
        _texts.AddRange(Files(library, "resource", folder).Select(file => (file.Item.GetProperty("locale").GetString()!, file.Path)));
    }

    private static IEnumerable<(string Path, JsonElement Item)> Files(JsonElement library, string group, string folder)
    {
        if (!library.TryGetProperty(group, out var files))
        {
            yield break;
        }

        foreach (var file in files.EnumerateObject().Where(file => !file.Name.EndsWith("_._", StringComparison.Ordinal)))
        {
            var path = Path.GetFullPath(Path.Combine(folder, file.Name));
            if (!File.Exists(path))
            {
                throw new FormatException($"{path} is not there any more.");
            }

            yield return (path, file.Value);
        }
    }
}
