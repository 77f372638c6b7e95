using System.Collections.Specialized;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// The headers of one request as they came: one copy of their bytes and where each begins, from which strings are made only for what is asked for.
/// Names are matched in any case.
/// </summary>
internal sealed class HttpHeaderLines(ReadOnlySpan<byte> bytes)
{
    private readonly byte[] _bytes = bytes.ToArray();
    private (int Start, int Colon, int Length)[] _lines = new (int, int, int)[8];
    private int _count;

    /// <summary>A line that is well formed: where it starts, and in it the colon and the end.</summary>
    public void Add(int start, int colon, int length)
    {
        if (_count == _lines.Length)
        {
            Array.Resize(ref _lines, _count * 2);
        }

        _lines[_count++] = (start, colon, length);
    }

    /// <summary>How many headers have this name.</summary>
    public int Count(ReadOnlySpan<byte> name)
    {
        var count = 0;
        for (var i = Next(name, 0); i >= 0; i = Next(name, i + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The header of this name, several joined by commas; null when there is none.</summary>
    public string? Value(ReadOnlySpan<byte> name)
    {
        string? value = null;
        for (var i = Next(name, 0); i >= 0; i = Next(name, i + 1))
        {
            var next = OutsideEncoding.Decode(ValueOf(i));
            value = value is null ? next : $"{value},{next}";
        }

        return value;
    }

    /// <summary>Whether the list that is the header of this name has a word in it, in any case. Allocates nothing.</summary>
    public bool HasToken(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        for (var i = Next(name, 0); i >= 0; i = Next(name, i + 1))
        {
            var value = ValueOf(i);
            foreach (var part in value.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(value[part].Trim(" \t"u8), word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public NameValueCollection ToCollection()
    {
        var headers = new NameValueCollection(_count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _count; i++)
        {
            headers.Add(Encoding.ASCII.GetString(NameOf(i)), OutsideEncoding.Decode(ValueOf(i)));
        }

        return headers;
    }

    private int Next(ReadOnlySpan<byte> name, int from)
    {
        for (var i = from; i < _count; i++)
        {
            if (Ascii.EqualsIgnoreCase(NameOf(i), name))
            {
                return i;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> NameOf(int line) => _bytes.AsSpan(_lines[line].Start, _lines[line].Colon);

    private ReadOnlySpan<byte> ValueOf(int line)
    {
        var (start, colon, length) = _lines[line];
        return _bytes.AsSpan(start + colon + 1, length - colon - 1).Trim(" \t"u8);
    }
}
