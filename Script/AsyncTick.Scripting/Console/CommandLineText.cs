using System.Text;

namespace AsyncTick.Scripting;

/// <summary>Takes console lines apart: words, quotes, and several commands in one line.</summary>
public static class CommandLineText
{
    /// <summary>
    /// Splits a line into words at blanks. Quotes keep blanks in a word (<c>"My Scripts/Timers.cs"</c>, <c>name="a b"</c>); inside them
    /// <c>\"</c> is a quote and any other backslash is itself, so that Windows paths need no doubling.
    /// </summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        var quoted = false;
        var begun = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '\\' && i + 1 < line.Length && line[i + 1] == '"')
            {
                word.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
                begun = true;
            }
            else if (!quoted && char.IsWhiteSpace(c))
            {
                Finish();
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        if (quoted)
        {
            throw new FormatException($"A quote is not closed in: {line}");
        }

        Finish();
        return words;

        void Finish()
        {
            if (begun)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            begun = false;
        }
    }

    /// <summary>
    /// Splits a line into commands at semicolons outside quotes. C# is full of them, so in a command that <paramref name="isCode"/> says is
    /// code only a semicolon before the name of a command counts.
    /// </summary>
    /// <param name="line">Commands, separated by semicolons.</param>
    /// <param name="isCommand">Whether a word is the name of a command.</param>
    /// <param name="isCode">Whether the rest of a command that begins with this word is C#.</param>
    public static IReadOnlyList<string> SplitCommands(string line, Predicate<string> isCommand, Predicate<string> isCode)
    {
        List<string> commands = [];
        var start = 0;
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            {
                quoted = !quoted;
            }
            else if (line[i] == ';' && !quoted && (!isCode(FirstWord(line, start)) || isCommand(FirstWord(line, i + 1))))
            {
                Add(start, i);
                start = i + 1;
            }
        }

        Add(start, line.Length);
        return commands;

        void Add(int from, int to)
        {
            if (line[from..to].Trim() is { Length: > 0 } command)
            {
                commands.Add(command);
            }
        }
    }

    internal static string FirstWord(string line, int from = 0)
    {
        var rest = line.AsSpan(from).TrimStart();
        var end = rest.IndexOfAny(" \t;");
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
