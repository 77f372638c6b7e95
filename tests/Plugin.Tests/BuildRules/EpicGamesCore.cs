using System.IO;
using System.Linq;
using System.Text.Json;

// Stand-ins for the part of EpicGames.Core that build rules use, written from its public documentation.
namespace EpicGames.Core;

public class DirectoryReference(string path)
{
    public string FullName { get; } = path;
}

public class FileReference(string path)
{
    public string FullName { get; } = path;

    public DirectoryReference Directory => new(Path.GetDirectoryName(FullName));
}

public class JsonObject(JsonElement element)
{
    public static JsonObject Read(FileReference file) => new(JsonDocument.Parse(File.ReadAllText(file.FullName)).RootElement);

    public bool TryGetObjectArrayField(string name, out JsonObject[] values)
    {
        var found = element.TryGetProperty(name, out var field);
        values = found ? [.. field.EnumerateArray().Select(each => new JsonObject(each))] : null;
        return found;
    }

    public bool TryGetStringArrayField(string name, out string[] values)
    {
        var found = element.TryGetProperty(name, out var field);
        values = found ? [.. field.EnumerateArray().Select(each => each.GetString())] : null;
        return found;
    }

    public bool TryGetStringField(string name, out string value)
    {
        var found = element.TryGetProperty(name, out var field);
        value = found ? field.GetString() : null;
        return found;
    }

    public bool TryGetBoolField(string name, out bool value)
    {
        var found = element.TryGetProperty(name, out var field);
        value = found && field.GetBoolean();
        return found;
    }
}
