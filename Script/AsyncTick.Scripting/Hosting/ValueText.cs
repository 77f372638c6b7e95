using System.Collections;
using System.Globalization;
using System.Text;

namespace AsyncTick.Scripting;

/// <summary>Puts a value into words for a console line.</summary>
internal static class ValueText
{
    private const int MaxItems = 20;
    private const int MaxLength = 2000;

    /// <summary>Strings in quotes, sequences in brackets (their first items), everything else as its ToString says.</summary>
    public static string Describe(object? value)
    {
        try
        {
            var text = Write(value, 0);
            return text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        }
        catch (Exception error)
        {
            return $"<{value!.GetType().Name}: its ToString threw {error.GetType().Name}: {ExceptionText.Message(error)}>";
        }
    }

    private static string Write(object? value, int depth) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        bool flag => flag ? "true" : "false",
        DictionaryEntry entry => $"[{Write(entry.Key, depth + 1)}] = {Write(entry.Value, depth + 1)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items when depth < 3 => WriteItems(items, depth),
        _ => value.ToString() ?? "",
    };

    private static string WriteItems(IEnumerable items, int depth)
    {
        StringBuilder text = new("[");
        var count = 0;
        foreach (var item in items)
        {
            if (count > 0)
            {
                text.Append(", ");
            }

            if (count++ == MaxItems)
            {
                text.Append("...");
                break;
            }

            text.Append(Write(item, depth + 1));
        }

        return text.Append(']').ToString();
    }
}
