namespace AsyncTick.Net;

/// <summary>
/// Looks at what a server sends before the library does, which ends the process on a length that is none, and keeps a reply in memory until its end has
/// come: lets pass what is well-formed and no longer than the limit.
/// </summary>
/// <param name="limit">How long a reply may be, in bytes.</param>
internal sealed class RedisReplyGuard(long limit)
{
    private const byte NoKind = 0;
    private const byte EndOfText = 1;
    private const long Most = 1L << 40;

    // Of the reply that has begun and not ended, and how many values of it are still to come, those inside of others included.
    private long _length;
    private long _open;

    // The line that has begun: its first byte, how many others there were, and the number that they are.
    private byte _kind;
    private int _position;
    private long _number;
    private bool _isNegative;
    private bool _hasReturned;

    // Of a text whose length is known.
    private long _skip;

    /// <summary>Looks at the bytes that have arrived. Returns what is wrong with them; null for nothing.</summary>
    public string? Check(ReadOnlySpan<byte> bytes)
    {
        string? wrong = null;
        while (!bytes.IsEmpty && wrong is null)
        {
            var taken = 1;
            if (_skip > 0)
            {
                taken = (int)Math.Min(_skip, bytes.Length);
                _skip -= taken;
            }
            else
            {
                wrong = Take(bytes[0]);
            }

            _length += taken;
            wrong ??= _length > limit ? TooLong() : null;
            _length = _open == 0 ? 0 : _length;
            bytes = bytes[taken..];
        }

        return wrong;
    }

    private static bool IsCounted(byte kind) => kind is (byte)'$' or (byte)'=' or (byte)'!' || IsAggregate(kind);

    private static bool IsAggregate(byte kind) => kind is (byte)'*' or (byte)'~' or (byte)'>' or (byte)'%' or (byte)'|';

    private static string Malformed(string what) => $"what it sends is not Redis's protocol: {what}";

    private string TooLong() => $"a reply is longer than {limit} bytes (RedisOptions.MaxReplyBytes)";

    private string? Take(byte letter)
    {
        if (_kind == NoKind)
        {
            _open = Math.Max(_open, 1);
            (_kind, _position, _number, _isNegative) = (letter, 0, 0, false);
            return IsCounted(letter) || letter is (byte)'+' or (byte)'-' or (byte)':' or (byte)'_' or (byte)'#' or (byte)',' or (byte)'(' ? null
                : Malformed($"no value begins with 0x{letter:x2}");
        }

        if (_hasReturned || letter == '\n')
        {
            return _hasReturned && letter == '\n' ? EndLine() : Malformed("a line ends with CR LF, and neither stands alone");
        }

        if (letter == '\r')
        {
            _hasReturned = true;
            return null;
        }

        if (_kind == EndOfText)
        {
            return Malformed("a text is longer than it says");
        }

        if (IsCounted(_kind))
        {
            var isSign = letter == '-' && _position == 0;
            if (!isSign && letter is < (byte)'0' or > (byte)'9')
            {
                return Malformed("a length is no number");
            }

            _isNegative |= isSign;
            _number = isSign ? 0 : Math.Min(Most, (_number * 10) + letter - '0');
        }

        _position++;
        return null;
    }

    private string? EndLine()
    {
        var kind = _kind;
        _kind = NoKind;
        _hasReturned = false;
        if (!IsCounted(kind))
        {
            _open--;
            var isRight = kind switch
            {
                (byte)'_' => _position == 0,
                (byte)'#' => _position == 1,
                (byte)':' or (byte)',' or (byte)'(' => _position > 0,
                _ => true,
            };
            return isRight ? null : Malformed("a value is none of its kind");
        }

        if (_isNegative)
        {
            // Nothing, in the older form.
            _open--;
            return _number == 1 && _position == 2 && kind is (byte)'$' or (byte)'*' ? null : Malformed("a length is negative");
        }

        if (_position == 0 || (kind == '=' && _number < 4))
        {
            return Malformed("a length is missing, or too short");
        }

        if (_number > limit)
        {
            return TooLong();
        }

        if (!IsAggregate(kind))
        {
            _skip = _number;
            _kind = EndOfText;
            return null;
        }

        // An attribute belongs to the value that follows, and is none.
        _open += (kind is (byte)'%' or (byte)'|' ? 2 * _number : _number) - (kind == '|' ? 0 : 1);
        return null;
    }
}
