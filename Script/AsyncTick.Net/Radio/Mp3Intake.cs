namespace AsyncTick.Net;

/// <summary>
/// What a decoder is fed through: skips the ID3 tags before the sound instead of letting the decoder collect them, and notices input that is
/// no MP3. Not thread-safe.
/// </summary>
internal sealed class Mp3Intake(IAudioDecoder decoder, string name)
{
    private const int HeaderBytes = 10;
    private const int MostTagBytes = 16 * 1024 * 1024;

    // No frame is longer than 3 KiB. Inside a stream there may be the tag of a next file, with a picture.
    private const int MostBytesBeforeSound = 64 * 1024;
    private const int MostBytesWithoutSound = 2 * 1024 * 1024;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerFilled;
    private long _tagLeft;
    private long _tagBytes;
    private long _silent;
    private bool _isPastTags;
    private bool _hasSound;

    /// <summary>Feeds the decoder.</summary>
    /// <exception cref="Mp3Exception">So much has come without sound that this is no MP3.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (!_isPastTags)
        {
            bytes = SkipTags(bytes);
        }

        if (!bytes.IsEmpty)
        {
            FeedSound(bytes);
        }
    }

    /// <summary>The decoder has given samples.</summary>
    public void HasSound()
    {
        _hasSound = true;
        _silent = 0;
    }

    /// <summary>The input has ended.</summary>
    /// <exception cref="Mp3Exception">There was no sound in it.</exception>
    public void End()
    {
        if (!_hasSound)
        {
            throw new Mp3Exception($"{name} has ended without any MP3 sound in it: it is another format, or empty.");
        }
    }

    private ReadOnlySpan<byte> SkipTags(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_tagLeft > 0)
            {
                var skipped = (int)Math.Min(_tagLeft, bytes.Length);
                _tagLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            _header[_headerFilled++] = bytes[0];
            bytes = bytes[1..];
            if (!"ID3"u8.StartsWith(_header.AsSpan(0, Math.Min(_headerFilled, 3))))
            {
                _isPastTags = true;
                FeedSound(_header.AsSpan(0, _headerFilled));
                return bytes;
            }

            if (_headerFilled == HeaderBytes)
            {
                BeginTag();
            }
        }

        return bytes;
    }

    private void BeginTag()
    {
        // Four times seven bits, and a footer of ten bytes if the flag says so.
        _tagLeft = (_header[6] & 0x7F) << 21 | (_header[7] & 0x7F) << 14 | (_header[8] & 0x7F) << 7 | (_header[9] & 0x7F);
        _tagLeft += (_header[5] & 0x10) != 0 ? HeaderBytes : 0;
        _tagBytes += _tagLeft + HeaderBytes;
        _headerFilled = 0;
        if (_tagBytes > MostTagBytes)
        {
            throw new Mp3Exception($"{name} begins with a tag of {_tagBytes >> 20} MiB; {MostTagBytes >> 20} are read past.");
        }
    }

    private void FeedSound(ReadOnlySpan<byte> bytes)
    {
        _silent += bytes.Length;
        var most = _hasSound ? MostBytesWithoutSound : MostBytesBeforeSound;
        if (_silent > most + RadioDecoding.BlockBytes)
        {
            throw new Mp3Exception($"{name} is no MP3: no sound in {most >> 10} KiB of it.");
        }

        decoder.Feed(bytes);
    }
}
