using System.Globalization;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// Makes text that came from another machine fit for one line of a log: what would forge a line, color a terminal or turn the reading
/// direction is shown as an escape. Any thread.
/// </summary>
public static class LogText
{
    /// <summary>The most characters that are shown by default.</summary>
    public const int DefaultLength = 500;

    /// <summary>Shows text in one line.</summary>
    /// <param name="text">Text from outside; null counts as empty.</param>
    /// <param name="maxLength">Characters of <paramref name="text"/> that are shown; the rest is counted.</param>
    /// <returns>The same string when there is nothing to escape; allocates nothing then.</returns>
    public static string Printable(string? text, int maxLength = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        text ??= "";
        var shown = Math.Min(text.Length, maxLength);
        for (var i = 0; i < shown; i++)
        {
            if (MustEscape(text, i))
            {
                return Escape(text, shown);
            }
        }

        return shown == text.Length ? text : Escape(text, shown);
    }

    /// <summary>An address without the user name and password in it.</summary>
    /// <param name="address">Any absolute address.</param>
    public static string Address(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Printable(address is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? WithoutCredentials(address).ToString() : address.ToString());
    }

    internal static Uri WithoutCredentials(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    private static bool MustEscape(string text, int index)
    {
        var letter = text[index];
        if (letter < 0x7F)
        {
            return letter < ' ';
        }

        if (char.IsSurrogate(letter))
        {
            return char.IsHighSurrogate(letter)
                ? index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])
                : index == 0 || !char.IsHighSurrogate(text[index - 1]);
        }

        return CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
    }

    private static string Escape(string text, int shown)
    {
        var line = new StringBuilder(shown + 16);
        for (var i = 0; i < shown; i++)
        {
            var letter = text[i];
            _ = !MustEscape(text, i) ? line.Append(letter) : letter switch
            {
                '\n' => line.Append(@"\n"),
                '\r' => line.Append(@"\r"),
                '\t' => line.Append(@"\t"),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }

        return shown < text.Length ? line.Append(CultureInfo.InvariantCulture, $"... ({text.Length - shown} more)").ToString() : line.ToString();
    }
}
