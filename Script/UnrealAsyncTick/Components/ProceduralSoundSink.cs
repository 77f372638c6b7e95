using System.Buffers.Binary;
using AsyncTick;
using AsyncTick.Engine;
using AsyncTick.Net;

namespace UnrealAsyncTick;

/// <summary>Feeds a procedural sound wave of the engine and holds the decoder back so that only a little waits in it: what is queued cannot be turned down or taken back.</summary>
internal sealed class ProceduralSoundSink(EngineWorld world, double bufferSeconds, Func<float> volume) : IPcmSink
{
    private EngineAudioStream? _stream;
    private byte[] _scaled = [];
    private int _limit;
    private int _frameBytes = 4;

    public ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation)
    {
        _stream?.Dispose();
        _stream = world.OpenAudio(format.SampleRate, format.Channels);
        _frameBytes = format.BytesPerFrame;
        _limit = Math.Max(_frameBytes, (int)(format.BytesPerSecond * bufferSeconds) / _frameBytes * _frameBytes);
        return default;
    }

    public async ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation)
    {
        var stream = _stream ?? throw new InvalidOperationException("Samples came before their format.");
        while (samples.Length > 0)
        {
            var room = (_limit - stream.QueuedBytes) / _frameBytes * _frameBytes;
            if (room <= 0)
            {
                await Async.NextFrame();
                continue;
            }

            var count = Math.Min(room, samples.Length);
            stream.Queue(Scale(samples.Span[..count]));
            samples = samples[count..];
        }
    }

    public ValueTask DisposeAsync()
    {
        _stream?.Dispose();
        return default;
    }

    private ReadOnlySpan<byte> Scale(ReadOnlySpan<byte> samples)
    {
        var factor = Math.Clamp(volume(), 0, 1);
        if (factor >= 1)
        {
            return samples;
        }

        if (_scaled.Length < samples.Length)
        {
            _scaled = new byte[samples.Length];
        }

        for (var i = 0; i + 1 < samples.Length; i += sizeof(short))
        {
            BinaryPrimitives.WriteInt16LittleEndian(_scaled.AsSpan(i), (short)(BinaryPrimitives.ReadInt16LittleEndian(samples[i..]) * factor));
        }

        return _scaled.AsSpan(0, samples.Length);
    }
}
