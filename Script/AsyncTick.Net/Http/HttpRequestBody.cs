using System.Buffers;
using System.Buffers.Text;
using System.Net;

namespace AsyncTick.Net;

/// <summary>Reads the body of one request: of a known length, or in chunks (RFC 9112). A wait that was canceled is gone on with. One reader.</summary>
internal sealed class HttpRequestBody(HttpInput input, HttpRequestHead head)
{
    private const int LongestChunkLine = 4096;
    private const int LongestTrailer = 16 * 1024;

    private long _left = head.ContentLength;
    private int _trailer;
    private Expect _expect = head.IsChunked ? Expect.Size : Expect.Data;

    private enum Expect
    {
        Data,
        Size,
        EndOfChunk,
        Trailer,
        Nothing,
    }

    /// <summary>Whether all of it was read, so that the next request can follow.</summary>
    public bool IsOver => _expect == Expect.Nothing || (_expect == Expect.Data && _left == 0 && !head.IsChunked);

    public long AnnouncedBytes => head.ContentLength;

    /// <summary>Reads what is there into a writer, waiting when nothing is.</summary>
    /// <exception cref="HttpRefusedException">It is not well formed.</exception>
    /// <exception cref="NetworkException">The client has ended it too early, or the connection broke.</exception>
    public async PooledTask ReadSome(IBufferWriter<byte> bytes)
    {
        while (!IsOver)
        {
            if (Advance(bytes))
            {
                return;
            }

            if (!await input.Fill())
            {
                throw new NetworkException("its request ended too early: the body is not all there.");
            }
        }
    }

    // True when something was read or the state has moved on; false when more is needed.
    private bool Advance(IBufferWriter<byte> bytes)
    {
        switch (_expect)
        {
            case Expect.Data:
                return TakeData(bytes);
            case Expect.Size:
                return TakeLine(out var size) && StartChunk(size);
            case Expect.EndOfChunk:
                return TakeLine(out var end) && (end.IsEmpty ? Move(Expect.Size) : throw Bad("a chunk is longer than it said"));
            default:
                if (!TakeLine(out var trailer))
                {
                    return false;
                }

                _trailer += trailer.Length;
                return _trailer > LongestTrailer ? throw Bad("its trailer is too long") : Move(trailer.IsEmpty ? Expect.Nothing : Expect.Trailer);
        }
    }

    private static HttpRefusedException Bad(string reason) => new(HttpStatusCode.BadRequest, $"its body is not well formed: {reason}");

    private bool Move(Expect next)
    {
        _expect = next;
        return true;
    }

    private bool TakeData(IBufferWriter<byte> bytes)
    {
        var ready = input.Ready;
        var taken = (int)Math.Min(_left, ready.Length);
        if (taken == 0)
        {
            return false;
        }

        bytes.Write(ready[..taken]);
        input.Take(taken);
        _left -= taken;
        return Move(_left == 0 && head.IsChunked ? Expect.EndOfChunk : Expect.Data);
    }

    private bool StartChunk(ReadOnlySpan<byte> line)
    {
        var extension = line.IndexOf((byte)';');
        var digits = (extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8);
        if (digits.Length is 0 or > 15 || !Utf8Parser.TryParse(digits, out long size, out var used, 'x') || used != digits.Length || size < 0)
        {
            throw Bad("the size of a chunk is no number");
        }

        _left = size;
        return Move(size == 0 ? Expect.Trailer : Expect.Data);
    }

    private bool TakeLine(out ReadOnlySpan<byte> line)
    {
        var ready = input.Ready;
        var end = ready.IndexOf((byte)'\n');
        if ((end < 0 ? ready.Length : end) > LongestChunkLine)
        {
            throw Bad(_expect == Expect.EndOfChunk ? "a chunk is longer than it said" : "a line in it is too long");
        }

        // Looked at before its end has come: a chunk that is too long has no line end for a long time.
        if (_expect == Expect.EndOfChunk && !ready.IsEmpty && ready[0] is not ((byte)'\r' or (byte)'\n'))
        {
            throw Bad("a chunk is longer than it said");
        }

        line = end < 0 ? default : ready[..end].TrimEnd((byte)'\r');
        if (end >= 0)
        {
            input.Take(end + 1);
        }

        return end >= 0;
    }
}
