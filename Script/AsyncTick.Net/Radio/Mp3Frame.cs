using System.Buffers.Binary;
using NLayer;

namespace AsyncTick.Net;

/// <summary>One MPEG audio frame in memory that it does not own: read, decoded, and set to the next one.</summary>
internal sealed class Mp3Frame : IMpegFrame
{
    /// <summary>The bytes of a frame's header.</summary>
    public const int HeaderLength = 4;

    private static readonly int[] Rates1 = [44100, 48000, 32000];
    private static readonly int[,] BitRates =
    {
        { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448 },
        { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384 },
        { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 },
        { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256 },
        { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },
    };

    private uint _header;
    private ReadOnlyMemory<byte> _bytes;
    private int _position;
    private int _bitsLeft;

    public MpegVersion Version => ((_header >> 19) & 3) switch
    {
        3 => MpegVersion.Version1,
        2 => MpegVersion.Version2,
        _ => MpegVersion.Version25,
    };

    public MpegLayer Layer => (MpegLayer)(4 - (int)((_header >> 17) & 3));

    public bool HasCrc => (_header & 0x10000) == 0;

    public int BitRateIndex => (int)((_header >> 12) & 15);

    public int BitRate
    {
        get
        {
            var layer = (int)Layer;
            var row = Version == MpegVersion.Version1 ? layer - 1 : layer == 1 ? 3 : 4;
            return BitRates[row, BitRateIndex] * 1000;
        }
    }

    public int SampleRateIndex => (int)((_header >> 10) & 3);

    public int SampleRate => Rates1[SampleRateIndex] >> (Version switch { MpegVersion.Version1 => 0, MpegVersion.Version2 => 1, _ => 2 });

    public MpegChannelMode ChannelMode => (MpegChannelMode)((_header >> 6) & 3);

    public int ChannelModeExtension => (int)((_header >> 4) & 3);

    public bool IsCopyrighted => (_header & 8) != 0;

    public bool IsCorrupted => false;

    public int Channels => ChannelMode == MpegChannelMode.Mono ? 1 : 2;

    public int SampleCount => Layer switch
    {
        MpegLayer.LayerI => 384,
        MpegLayer.LayerIII when Version != MpegVersion.Version1 => 576,
        _ => 1152,
    };

    public int FrameLength
    {
        get
        {
            var padding = (int)((_header >> 9) & 1);
            return Layer == MpegLayer.LayerI ? ((12 * BitRate / SampleRate) + padding) * 4 : (SampleCount / 8 * BitRate / SampleRate) + padding;
        }
    }

    /// <summary>Whether a frame can begin here; then this is it, without its bytes.</summary>
    /// <param name="bytes">At least <see cref="HeaderLength"/>.</param>
    public bool TryParse(ReadOnlySpan<byte> bytes)
    {
        _header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return (_header >> 21) == 0x7FF && ((_header >> 19) & 3) != 1 && ((_header >> 17) & 3) != 0
            && BitRateIndex is not 0 and not 15 && SampleRateIndex != 3;
    }

    /// <summary>Whether another frame can belong to the same stream.</summary>
    public bool IsLike(Mp3Frame other) => ((_header ^ other._header) & 0xFFFE0C00) == 0 && Channels == other.Channels;

    /// <summary>Gives the frame its bytes.</summary>
    public void Hold(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Reset();
    }

    public void Reset()
    {
        _position = HeaderLength + (HasCrc ? 2 : 0);
        _bitsLeft = 8;
    }

    public int ReadBits(int bitCount)
    {
        var bytes = _bytes.Span;
        var value = 0;
        while (bitCount > 0)
        {
            if (_position >= bytes.Length)
            {
                throw new EndOfStreamException("The frame says that it is longer than it is.");
            }

            var take = Math.Min(bitCount, _bitsLeft);
            _bitsLeft -= take;
            bitCount -= take;
            value = (value << take) | ((bytes[_position] >> _bitsLeft) & ((1 << take) - 1));
            if (_bitsLeft == 0)
            {
                _position++;
                _bitsLeft = 8;
            }
        }

        return value;
    }
}
