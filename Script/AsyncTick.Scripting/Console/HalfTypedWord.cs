namespace AsyncTick.Scripting;

/// <summary>The word of a console line that is being typed.</summary>
/// <param name="Start">Where it begins in the line, its quote included.</param>
/// <param name="Text">What is typed of it, without its quote.</param>
/// <param name="Command">The first word of its command; the word itself when it is the first.</param>
/// <param name="WordsBefore">How many words of its command stand before it; options, which begin with a dash, are not counted.</param>
internal readonly record struct HalfTypedWord(int Start, string Text, string Command, int WordsBefore)
{
    /// <param name="line">Commands, separated by semicolons.</param>
    /// <param name="cursor">How many characters of it are before the cursor.</param>
    /// <param name="isCode">Whether the rest of a command that begins with this word is C#, in which a semicolon separates nothing.</param>
    public static HalfTypedWord At(string line, int cursor, Predicate<string> isCode)
    {
        var begin = StartOfCommand(line, cursor, isCode);
        var start = StartOfWord(line, begin, cursor);
        return new HalfTypedWord(
            start,
            line[start..cursor].TrimStart('"'),
            CommandLineText.FirstWord(line[..cursor], begin),
            line[begin..start].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(each => each[0] != '-'));
    }

    /// <summary>Those that begin with the word, sorted, each once, in quotes where they contain blanks.</summary>
    public string[] Matches(IEnumerable<string> candidates)
    {
        var text = Text;
        try
        {
            return [.. candidates
                .Where(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(name => name.Any(char.IsWhiteSpace) ? $"\"{name}\"" : name)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A folder that may not be looked into, or is none, completes to nothing.
            return [];
        }
    }

    private static int StartOfCommand(string line, int cursor, Predicate<string> isCode)
    {
        var begin = 0;
        var quoted = false;
        for (var i = 0; i < cursor; i++)
        {
            if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ';' && !quoted && !isCode(CommandLineText.FirstWord(line, begin)))
            {
                begin = i + 1;
            }
        }

        return begin;
    }

    private static int StartOfWord(string line, int begin, int cursor)
    {
        var start = begin;
        var quoted = false;
        for (var i = begin; i < cursor; i++)
        {
            if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (char.IsWhiteSpace(line[i]) && !quoted)
            {
                start = i + 1;
            }
        }

        return start;
    }
}
