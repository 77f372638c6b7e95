namespace AsyncTick.Net;

/// <summary>
/// How long the reply is that has begun and not ended: the library keeps it until its end has come, and a server may send one without an end. Follows
/// the protocol only as far as that takes; what is wrong in it is for the library to say.
/// </summary>
internal sealed class RedisReplyLength
{
    private const long Most = 1L << 40;

    private long _length;

    // Values of the reply that are still to come, those inside of others included.
    private long _open;

    // Of a value that says its length, with its line end.
    private long _skip;
    private byte _kind;
    private long _number;
    private bool _isNull;
    private bool _isInLine;

    /// <summary>Follows what has arrived. Returns the length of the reply that has not ended, the longest there was meanwhile.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        var longest = _length;
        while (!bytes.IsEmpty)
        {
            var taken = _skip > 0 ? (int)Math.Min(_skip, bytes.Length) : TakeLine(bytes);
            _length += taken;
            longest = Math.Max(longest, _length);
            if (_skip > 0)
            {
                _skip -= taken;
                EndValue(_skip == 0);
            }
            else if (!_isInLine)
            {
                EndLine();
            }

            bytes = bytes[taken..];
        }

        return longest;
    }

    private int TakeLine(ReadOnlySpan<byte> bytes)
    {
        if (!_isInLine)
        {
            _isInLine = true;
            _kind = bytes[0];
            _number = 0;
            _isNull = false;
        }

        var end = bytes.IndexOf((byte)'\n');
        var line = end >= 0 ? bytes[..(end + 1)] : bytes;
        if (_kind is (byte)'$' or (byte)'=' or (byte)'!' or (byte)'*' or (byte)'~' or (byte)'>' or (byte)'%' or (byte)'|')
        {
            foreach (var letter in line)
            {
                _isNull |= letter == '-';
                _number = letter is >= (byte)'0' and <= (byte)'9' ? Math.Min(Most, (_number * 10) + letter - '0') : _number;
            }
        }

        _isInLine = end < 0;
        return line.Length;
    }

    private void EndLine()
    {
        _open = Math.Max(_open, 1);
        switch (_kind)
        {
            case (byte)'$' or (byte)'=' or (byte)'!' when !_isNull:
                _skip = _number + 2;
                return;
            case (byte)'*' or (byte)'~' or (byte)'>' when !_isNull:
                _open += _number;
                break;
            case (byte)'%' when !_isNull:
                _open += 2 * _number;
                break;
            case (byte)'|' when !_isNull:
                // Belongs to the value that follows, and is none.
                _open += 2 * _number;
                return;
        }

        EndValue(true);
    }

    private void EndValue(bool isOver)
    {
        if (isOver && --_open == 0)
        {
            _length = 0;
        }
    }
}
