namespace AsyncTick;

/// <summary>Reads a task's name off the source text that started it.</summary>
internal static class TaskName
{
    private const int MaxLength = 48;

    public static string FromExpression(string expression)
    {
        var text = expression.AsSpan().Trim();
        var arrow = text.IndexOf("=>");
        if (arrow >= 0)
        {
            text = text[(arrow + 2)..].Trim();
        }

        if (text.StartsWith("await "))
        {
            text = text[6..].Trim();
        }

        if (text.IsEmpty || text[0] == '{')
        {
            return "lambda";
        }

        var end = text.IndexOfAny('\r', '\n');
        if (end >= 0)
        {
            text = text[..end].TrimEnd();
        }

        if (text.StartsWith("this."))
        {
            text = text[5..];
        }

        return text.Length <= MaxLength ? text.ToString() : string.Concat(text[..(MaxLength - 3)], "...");
    }
}
