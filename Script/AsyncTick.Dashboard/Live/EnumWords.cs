using System.Globalization;
using System.Text.Json;

namespace AsyncTick.Dashboard;

/// <summary>
/// The words for what a row holds as a number. A page gets them once, so that it repeats no enumeration; a word in each of ten thousand rows would double
/// an update.
/// </summary>
internal static class EnumWords
{
    private static readonly string[] States = Of<TaskState>(static state => null);
    private static readonly string[] Waits = Of<WaitKind>(static kind => kind switch
    {
        WaitKind.Until => "condition",
        WaitKind.Every => "tick",
        _ => null,
    });

    private static readonly string[] Reasons = Of<CancelReason>(static reason => reason switch
    {
        CancelReason.None => "",
        CancelReason.EndPlay => "end of play",
        _ => null,
    });

    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("words"u8);
        Write(json, "states"u8, States);
        Write(json, "reasons"u8, Reasons);
        Write(json, "waits"u8, Waits);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string[] words)
    {
        json.WriteStartArray(name);
        Array.ForEach(words, json.WriteStringValue);
        json.WriteEndArray();
    }

    // By number. Without a word of its own NextFrame is "next frame".
    private static string[] Of<T>(Func<T, string?> own)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(static value => Convert.ToInt32(value, CultureInfo.InvariantCulture));
        return [.. Enumerable.Range(0, values.Keys.Max() + 1).Select(number => values.TryGetValue(number, out var value) ? own(value) ?? Split($"{value}") : "")];
    }

    private static string Split(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
