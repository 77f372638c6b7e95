using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>
/// Sound that C# feeds: interleaved 16-bit samples, little-endian. It plays silence when it runs dry, and it ends with its world. Keep 0.1
/// to 0.2 seconds queued. Game thread only.
/// </summary>
public sealed class EngineAudioStream : IDisposable
{
    private readonly Native _native;
    private readonly ulong _id;

    internal EngineAudioStream(Native native, ulong id, int sampleRate, int channels)
    {
        _native = native;
        _id = id;
        BytesPerSecond = sampleRate * channels * sizeof(short);
    }

    /// <summary>How many bytes one second takes. Any thread.</summary>
    public int BytesPerSecond { get; }

    /// <summary>Bytes that have been queued and not been played.</summary>
    /// <exception cref="EngineException">The stream has ended, or this is not the game thread.</exception>
    public int QueuedBytes => _native.GetQueuedAudio(_id);

    /// <summary>Adds samples; they are copied. The engine's queue has no limit: look at <see cref="QueuedBytes"/>.</summary>
    /// <exception cref="EngineException">The stream has ended, the bytes are not whole sample frames, or this is not the game thread.</exception>
    public void Queue(ReadOnlySpan<byte> samples) => _native.QueueAudio(_id, samples);

    /// <summary>Drops what is queued.</summary>
    /// <exception cref="EngineException">The stream has ended, or this is not the game thread.</exception>
    public void Reset() => _native.ResetAudio(_id);

    /// <summary>Stops the sound. Does nothing when it has ended with its world.</summary>
    public void Dispose() => _native.CloseAudio(_id);
}
