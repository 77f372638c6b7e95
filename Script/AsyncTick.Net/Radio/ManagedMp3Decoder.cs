using System.Buffers.Binary;
using System.Diagnostics;
using NLayer;

namespace AsyncTick.Net;

/// <summary>
/// Turns MP3 bytes, cut anywhere, into 16 bit PCM with NLayer: what plays where libmpg123 is not installed. Not thread-safe: one
/// thread at a time, meant for a pool thread. Allocates some 20 KiB for each second of sound.
/// </summary>
/// <remarks>
/// Frames are found here, for NLayer's own reader wants a stream that it can pull from. A frame that NLayer cannot decode is
/// skipped, and counted. A file's info frame is used to cut the padding at both ends, as libmpg123 does.
/// NLayer 3.0.1 takes the gain of a short block's first window for all three in the highest band, above 15.6 kHz at 44.1 kHz; elsewhere its
/// samples are within 1 of libmpg123's.
/// </remarks>
[DebuggerDisplay("{Format}, {Skipped} skipped")]
public sealed class ManagedMp3Decoder : IAudioDecoder
{
    // What a decoder itself delays the sound by, in samples: part of how the padding of an info frame is counted.
    private const int DecoderDelay = 529;

    private readonly Mp3Input _kind;
    private readonly MpegFrameDecoder _decoder = new();
    private readonly Mp3Frame _frame = new();
    private readonly Mp3Frame _next = new();
    private readonly Mp3Frame _last = new();
    private readonly float[] _samples = new float[2 * 1152];
    private readonly byte[] _pcm = new byte[2 * 1152 * sizeof(short)];
    private byte[] _input = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _pcmStart;
    private int _pcmEnd;
    private bool _inStep;
    private bool _sawFrame;
    private long _toSkip;
    private long _toPlay = long.MaxValue;
    private bool _disposed;

    /// <summary>Opens a decoder.</summary>
    /// <param name="kind">Whether the input is a file or a stream without end.</param>
    /// <param name="because">Why this decoder was chosen, for the log; null for no reason.</param>
    public ManagedMp3Decoder(Mp3Input kind = Mp3Input.File, string? because = null)
    {
        _kind = kind;
        Name = because is null ? "NLayer" : $"NLayer, in place of the faster libmpg123. {because}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public PcmFormat? Format { get; private set; }

    /// <summary>Frames that could not be decoded.</summary>
    public int Skipped { get; private set; }

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> encoded)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_end + encoded.Length > _input.Length)
        {
            var kept = _input.AsSpan(_start, _end - _start);
            var larger = kept.Length + encoded.Length > _input.Length ? new byte[Math.Max(2 * _input.Length, kept.Length + encoded.Length)] : _input;
            kept.CopyTo(larger);
            (_input, _start, _end) = (larger, 0, kept.Length);
        }

        encoded.CopyTo(_input.AsSpan(_end));
        _end += encoded.Length;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> pcm)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfZero(pcm.Length);
        while (_pcmStart == _pcmEnd)
        {
            if (!FindFrame())
            {
                return 0;
            }

            Decode();
        }

        var whole = pcm.Length - (pcm.Length % Format!.Value.BytesPerFrame);
        var count = Math.Min(whole, _pcmEnd - _pcmStart);
        _pcm.AsSpan(_pcmStart, count).CopyTo(pcm);
        _pcmStart += count;
        return count;
    }

    /// <summary>Ends the decoder; nothing native is held.</summary>
    public void Dispose() => _disposed = true;

    // Between frames any four bytes may look like a header: out of step, a frame counts when another of its kind follows it.
    private bool FindFrame()
    {
        while (_end - _start >= Mp3Frame.HeaderLength)
        {
            var bytes = _input.AsSpan(_start, _end - _start);
            if (_frame.TryParse(bytes) && (!_inStep || _frame.IsLike(_last)))
            {
                var length = _frame.FrameLength;
                if (bytes.Length < length + (_inStep ? 0 : Mp3Frame.HeaderLength))
                {
                    return false;
                }

                if (_inStep || (_next.TryParse(bytes[length..]) && _next.IsLike(_frame)))
                {
                    _frame.Hold(_input.AsMemory(_start, length));
                    _last.TryParse(bytes);
                    if (!_inStep)
                    {
                        _decoder.Reset();
                        _inStep = true;
                    }

                    _start += length;
                    return true;
                }
            }

            // Out of step: looked at once more as the first of another kind.
            _start += _inStep ? 0 : 1;
            _inStep = false;
        }

        return false;
    }

    private void Decode()
    {
        var isFirst = !_sawFrame;
        _sawFrame = true;
        if (TakeInfo(_input.AsSpan(_start - _frame.FrameLength, _frame.FrameLength), isFirst))
        {
            return;
        }

        int count;
        try
        {
            count = _decoder.DecodeFrame(_frame, _samples, 0);
        }
        catch (Exception)
        {
            // NLayer throws whatever the damage leads it to.
            Skipped++;
            _decoder.Reset();
            return;
        }

        Format = new PcmFormat(_frame.SampleRate, _frame.Channels);
        Cut(count, out var from, out var to);
        _pcmStart = _pcmEnd = 0;
        for (var i = from; i < to; i++)
        {
            var sample = (short)Math.Clamp(MathF.Round(_samples[i] * 32768), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(_pcm.AsSpan(_pcmEnd), sample);
            _pcmEnd += sizeof(short);
        }
    }

    private void Cut(int count, out int from, out int to)
    {
        var channels = _frame.Channels;
        var skipped = (int)Math.Min(_toSkip, count / channels);
        var played = (int)Math.Min(_toPlay, (count / channels) - skipped);
        _toSkip -= skipped;
        _toPlay -= _toPlay == long.MaxValue ? 0 : played;
        from = skipped * channels;
        to = (skipped + played) * channels;
    }

    // An encoder's first frame may hold no sound but what the file is like: "Xing" or "Info", and LAME's padding behind it.
    private bool TakeInfo(ReadOnlySpan<byte> frame, bool isFirst)
    {
        if (_frame.Layer != MpegLayer.LayerIII)
        {
            return false;
        }

        var side = _frame.Version == MpegVersion.Version1 ? (_frame.Channels == 1 ? 17 : 32) : (_frame.Channels == 1 ? 9 : 17);
        var at = Mp3Frame.HeaderLength + (_frame.HasCrc ? 2 : 0) + side;
        if (frame.Length < at + 8 || !(frame.Slice(at, 4).SequenceEqual("Xing"u8) || frame.Slice(at, 4).SequenceEqual("Info"u8)))
        {
            return false;
        }

        if (_kind == Mp3Input.File && isFirst)
        {
            TakePadding(frame[at..]);
        }

        return true;
    }

    private void TakePadding(ReadOnlySpan<byte> info)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(info[4..]);
        var lame = 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        if ((flags & 1) == 0 || info.Length < lame + 24)
        {
            return;
        }

        var frames = BinaryPrimitives.ReadUInt32BigEndian(info[8..]);
        var padding = info.Slice(lame + 21, 3);
        var before = (padding[0] << 4) | (padding[1] >> 4);
        var after = ((padding[1] & 15) << 8) | padding[2];
        _toSkip = before + DecoderDelay;
        _toPlay = Math.Max(0, ((long)frames * _frame.SampleCount) - before - after);
    }
}
