using System.Text;

namespace AsyncTick.Scripting;

/// <summary>What the messages of one fault have in common: words with a digit in them (numbers, ids, addresses) differ from one to the next. Any thread.</summary>
internal static class MessagePattern
{
    /// <summary>The message with <c>#</c> in place of each such word.</summary>
    public static string Of(string message)
    {
        var pattern = new StringBuilder(message.Length);
        for (var at = 0; at < message.Length;)
        {
            var end = at;
            var hasDigit = false;
            for (; end < message.Length && IsOfWord(message[end]); end++)
            {
                hasDigit |= char.IsAsciiDigit(message[end]);
            }

            if (end == at)
            {
                pattern.Append(message[at++]);
                continue;
            }

            if (hasDigit)
            {
                pattern.Append('#');
            }
            else
            {
                pattern.Append(message, at, end - at);
            }

            at = end;
        }

        return pattern.ToString();
    }

    // A fraction, a version or a GUID is one word.
    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or ',';
}
