using System.Text.Json;

namespace AsyncTick.Tool.Output;

/// <summary>Values of replies as words for a person.</summary>
internal static class Words
{
    /// <summary>A text member; empty when it is not there. Characters that steer a terminal are taken out: names are made by scripts.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Plain(value.GetString()!) : "";

    public static double Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    /// <summary><c>Timers.cs:12</c>; empty when it is not known.</summary>
    public static string Site(this JsonElement element, string file = "file", string line = "line") =>
        element.Number(line) > 0 ? $"{Path.GetFileName(element.Text(file).Replace('\\', '/'))}:{element.Number(line):0}" : "";

    public static string Plain(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? string.Concat(text.Select(c => c < ' ' ? ' ' : c)) : text;
}
