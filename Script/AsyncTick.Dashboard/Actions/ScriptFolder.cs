using System.Diagnostics;
using System.Text.Json;

namespace AsyncTick.Dashboard;

/// <summary>The scripts that can be run by name. Any thread.</summary>
[DebuggerDisplay("{_folders.Count} folders")]
internal sealed class ScriptFolder(IReadOnlyList<string> folders)
{
    private const int MaxFiles = 500;

    private readonly IReadOnlyList<string> _folders = folders;

    /// <summary>Their names and folders as JSON.</summary>
    public byte[] List()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("folders"u8);
            foreach (var folder in _folders)
            {
                json.WriteStringValue(Path.GetFullPath(folder));
            }

            json.WriteEndArray();
            json.WriteStartArray("scripts"u8);
            foreach (var path in Files())
            {
                json.WriteStartObject();
                json.WriteString("name"u8, Path.GetFileName(path));
                json.WriteString("path"u8, path);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private IEnumerable<string> Files() => _folders
        .Select(Path.GetFullPath)
        .Where(Directory.Exists)
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs"))
        .Take(MaxFiles)
        .Order(StringComparer.OrdinalIgnoreCase);
}
