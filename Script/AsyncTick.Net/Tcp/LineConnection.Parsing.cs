using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text;

namespace AsyncTick.Net;

public sealed partial class LineConnection
{
    private Decoder? _looseDecoder;

    private bool TakeLine(in ReadResult result, [NotNullWhen(true)] out string? line)
    {
        var buffer = result.Buffer;

        // What was looked at before is not looked at again: a line that trickles in byte by byte stays cheap.
        var unseen = buffer.Slice(Math.Min(_scanned, buffer.Length));
        if (unseen.PositionOf((byte)'\n') is { } end)
        {
            var bytes = buffer.Slice(0, end);
            _scanned = 0;
            line = Decode(bytes);
            _incoming.Reader.AdvanceTo(buffer.GetPosition(1, end));
            return true;
        }

        if (buffer.Length > _options.MaxLineBytes + 1)
        {
            throw TooLong();
        }

        if (result.IsCompleted && !buffer.IsEmpty)
        {
            _scanned = 0;
            line = Decode(buffer);
            _incoming.Reader.AdvanceTo(buffer.End);
            return true;
        }

        _scanned = buffer.Length;
        _incoming.Reader.AdvanceTo(buffer.Start, buffer.End);
        line = null;
        return false;
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
        if (bytes is [.., (byte)'\r'])
        {
            bytes = bytes[..^1];
        }

        if (bytes.Length > _options.MaxLineBytes)
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

    private LineFormatException TooLong() => new($"the line is longer than {_options.MaxLineBytes} bytes");

    private string DecodeLoosely(in ReadResult result)
    {
        _looseDecoder ??= Encoding.UTF8.GetDecoder();
        var text = new ArrayBufferWriter<char>();
        _looseDecoder.Convert(result.Buffer, text, flush: result.IsCompleted, out _, out _);
        return new string(text.WrittenSpan);
    }
}
