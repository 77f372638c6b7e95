using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AsyncTick;

/// <summary>
/// Makes text that may come from outside fit to be shown: what would break a row of a list, or color and clear a terminal, is an escape. Names, statuses and
/// messages of exceptions often hold what a peer has sent. Any thread.
/// </summary>
internal static class ShownText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Append(0x2028).Append(0x2029).Select(static code => (char)code)]);

    /// <summary>A name or a status, in one line. The same string when there is nothing to escape.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? OneLine(string? text) => text.AsSpan().ContainsAny(Controls) ? Escape(text!, "") : text;

    /// <summary>A report of several lines. The same string when there is nothing to escape.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(Controls) ? Escape(text.ReplaceLineEndings("\n"), "\n\t") : text;

    private static string Escape(string text, string allowed)
    {
        var shown = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = !Controls.Contains(letter) || allowed.Contains(letter, StringComparison.Ordinal) ? shown.Append(letter) : letter switch
            {
                '\n' => shown.Append(@"\n"),
                '\r' => shown.Append(@"\r"),
                '\t' => shown.Append(@"\t"),
                _ => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }

        return shown.ToString();
    }
}
