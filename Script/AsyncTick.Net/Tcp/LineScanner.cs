using System.Text;
using System.Text.Unicode;

namespace AsyncTick.Net;

/// <summary>Finds the lines, or the text, in what has arrived. Says what to take and takes nothing itself. One thread at a time.</summary>
internal sealed class LineScanner(LineEnd end, int maxLineBytes)
{
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What was looked at before is not looked at again: a line that trickles in byte by byte stays cheap.
    private int _scanned;

    // After a line that ended with CR or LF, the other half of its end may still come.
    private byte _lastEnd;

    /// <summary>Whether there is a whole line; looks no further than to its end.</summary>
    /// <exception cref="LineFormatException">It is longer than is taken.</exception>
    public bool HasLine(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[OtherHalf(bytes)..];
        var seen = Math.Min(_scanned, bytes.Length);
        var found = end == LineEnd.Any ? bytes[seen..].IndexOfAny(LineFeed, Return) : bytes[seen..].IndexOf(LineFeed);
        _scanned = found >= 0 ? seen + found : bytes.Length;
        return _scanned <= maxLineBytes + 1L ? found >= 0 : throw TooLong();
    }

    /// <summary>The line that <see cref="HasLine"/> has found, as it arrived.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="taken">How much of it to take.</param>
    /// <exception cref="LineFormatException">It is too long.</exception>
    public ReadOnlySpan<byte> TakeLine(ReadOnlySpan<byte> bytes, out int taken)
    {
        var start = OtherHalf(bytes);
        var line = bytes.Slice(start, _scanned);
        taken = start + _scanned + 1;
        _lastEnd = bytes[taken - 1];
        _scanned = 0;
        return Trimmed(line);
    }

    /// <summary>The last line, which has no end; false when there is none.</summary>
    /// <exception cref="LineFormatException">It is too long.</exception>
    public bool TryTakeRest(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        rest = bytes[OtherHalf(bytes)..];
        Forget();
        if (rest.IsEmpty)
        {
            return false;
        }

        rest = Trimmed(rest);
        return true;
    }

    /// <summary>All text that is whole; a character whose end has not come yet stays.</summary>
    public string TakeText(ReadOnlySpan<byte> bytes, bool isLast, out int taken)
    {
        var start = OtherHalf(bytes);
        var text = bytes[start..];
        if (!text.IsEmpty)
        {
            Forget();
        }

        text = isLast ? text : text[..^BytesOfCutCharacter(text)];
        taken = start + text.Length;
        return Encoding.UTF8.GetString(text);
    }

    /// <exception cref="LineFormatException">It is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException e)
        {
            var bad = e.BytesUnknown is [var first, ..] ? $"byte 0x{first:X2}" : "a byte";
            throw new LineFormatException($"the line is not UTF-8: {bad} at position {e.Index}");
        }
    }

    /// <exception cref="LineFormatException">It is not UTF-8.</exception>
    public static void Check(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            Decode(line);
        }
    }

    private static int BytesOfCutCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var letter = bytes[^back];
            if ((letter & 0xC0) != 0x80)
            {
                var needed = letter switch { >= 0xF5 => 1, >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC2 => 2, _ => 1 };
                return needed > back ? back : 0;
            }
        }

        return 0;
    }

    private void Forget()
    {
        _scanned = 0;
        _lastEnd = 0;
    }

    // How many bytes at the start belong to the end of the line before.
    private int OtherHalf(ReadOnlySpan<byte> bytes) =>
        end == LineEnd.Any && bytes is [var first, ..] && ((_lastEnd == Return && first is LineFeed or 0) || (_lastEnd == LineFeed && first == Return)) ? 1 : 0;

    private ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line)
    {
        line = end == LineEnd.LineFeed && line is [.., Return] ? line[..^1] : line;
        return line.Length <= maxLineBytes ? line : throw TooLong();
    }

    private LineFormatException TooLong() => new($"the line is longer than {maxLineBytes} bytes");
}
