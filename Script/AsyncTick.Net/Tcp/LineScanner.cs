using System.Buffers;
using System.Text;

namespace AsyncTick.Net;

/// <summary>Finds the lines, or the text, in what has arrived. Says what to take and takes nothing itself. One thread at a time.</summary>
internal sealed class LineScanner(LineEnd end, long maxLineBytes)
{
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What was looked at before is not looked at again: a line that trickles in byte by byte stays cheap.
    private long _scanned;

    // After a line that ended with CR or LF, the other half of its end may still come.
    private byte _lastEnd;

    /// <summary>Whether there is a whole line; looks no further than to its end.</summary>
    /// <exception cref="LineFormatException">It is longer than is taken.</exception>
    public bool HasLine(ReadOnlySequence<byte> buffer)
    {
        buffer = WithoutOtherHalf(buffer);
        var unseen = buffer.Slice(Math.Min(_scanned, buffer.Length));
        var found = end == LineEnd.Any ? PositionOfAny(unseen) : unseen.PositionOf(LineFeed);
        _scanned = found is { } position ? buffer.Slice(0, position).Length : buffer.Length;
        return _scanned <= maxLineBytes + 1 ? found is not null : throw TooLong();
    }

    /// <summary>The line that <see cref="HasLine"/> has found.</summary>
    /// <exception cref="LineFormatException">It is too long or not UTF-8.</exception>
    public string TakeLine(ReadOnlySequence<byte> buffer, out SequencePosition taken)
    {
        buffer = WithoutOtherHalf(buffer);
        var text = buffer.Slice(0, _scanned);
        _lastEnd = buffer.Slice(_scanned).FirstSpan[0];
        taken = buffer.GetPosition(_scanned + 1);
        _scanned = 0;
        return Decode(text);
    }

    /// <summary>The last line, which has no end; null when there is none.</summary>
    public string? TakeRest(ReadOnlySequence<byte> buffer)
    {
        buffer = WithoutOtherHalf(buffer);
        Forget();
        return buffer.IsEmpty ? null : Decode(buffer);
    }

    /// <summary>All text that is whole; a character whose end has not come yet stays.</summary>
    public string TakeText(ReadOnlySequence<byte> buffer, bool isLast, out SequencePosition taken)
    {
        buffer = WithoutOtherHalf(buffer);
        if (!buffer.IsEmpty)
        {
            Forget();
        }

        var whole = buffer.Slice(0, buffer.Length - (isLast ? 0 : BytesOfCutCharacter(buffer)));
        taken = whole.End;
        return Encoding.UTF8.GetString(whole);
    }

    private static int BytesOfCutCharacter(ReadOnlySequence<byte> buffer)
    {
        Span<byte> last = stackalloc byte[(int)Math.Min(3, buffer.Length)];
        buffer.Slice(buffer.Length - last.Length).CopyTo(last);
        for (var back = 1; back <= last.Length; back++)
        {
            var letter = last[^back];
            if ((letter & 0xC0) != 0x80)
            {
                var needed = letter switch { >= 0xF5 => 1, >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC2 => 2, _ => 1 };
                return needed > back ? back : 0;
            }
        }

        return 0;
    }

    private static SequencePosition? PositionOfAny(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryAdvanceToAny([LineFeed, Return], advancePastDelimiter: false) ? reader.Position : null;
    }

    private void Forget()
    {
        _scanned = 0;
        _lastEnd = 0;
    }

    private ReadOnlySequence<byte> WithoutOtherHalf(ReadOnlySequence<byte> buffer)
    {
        if (end != LineEnd.Any || _lastEnd == 0 || buffer.IsEmpty)
        {
            return buffer;
        }

        var next = buffer.FirstSpan is [var first, ..] ? first : buffer.Slice(0, 1).ToArray()[0];
        return (_lastEnd == Return && next is LineFeed or 0) || (_lastEnd == LineFeed && next == Return) ? buffer.Slice(1) : buffer;
    }

    private string Decode(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Decode(bytes.FirstSpan);
        }

        var length = checked((int)bytes.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            bytes.CopyTo(rented);
            return Decode(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        if (end == LineEnd.LineFeed && bytes is [.., Return])
        {
            bytes = bytes[..^1];
        }

        if (bytes.Length > maxLineBytes)
        {
            throw TooLong();
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var bad = e.BytesUnknown is [var first, ..] ? $"byte 0x{first:X2}" : "a byte";
            throw new LineFormatException($"the line is not UTF-8: {bad} at position {e.Index}");
        }
    }

    private LineFormatException TooLong() => new($"the line is longer than {maxLineBytes} bytes");
}
