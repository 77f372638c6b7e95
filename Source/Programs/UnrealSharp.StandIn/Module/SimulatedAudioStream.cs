namespace UnrealSharp.StandIn;

/// <summary>A procedural sound wave: what was queued plays as frames pass, silence when there is nothing.</summary>
public sealed class SimulatedAudioStream
{
    private readonly MemoryStream _all = new();
    private double _debt;

    internal SimulatedAudioStream(ulong world, int sampleRate, int channels)
    {
        World = world;
        SampleRate = sampleRate;
        Channels = channels;
    }

    /// <summary>Samples per second and channel.</summary>
    public int SampleRate { get; }

    public int Channels { get; }

    /// <summary>Bytes queued and not played.</summary>
    public int QueuedBytes { get; private set; }

    /// <summary>The most that ever waited.</summary>
    public int LongestQueue { get; private set; }

    /// <summary>Bytes of sound that were played.</summary>
    public long PlayedBytes { get; private set; }

    /// <summary>Bytes of silence that were played for want of sound, after the first sound.</summary>
    public long MissingBytes { get; private set; }

    public bool IsClosed { get; internal set; }

    internal ulong World { get; }

    private int FrameBytes => Channels * sizeof(short);

    /// <summary>Everything that was ever queued.</summary>
    public byte[] AllSamples() => _all.ToArray();

    internal bool Queue(ReadOnlySpan<byte> samples)
    {
        if (samples.Length % FrameBytes != 0)
        {
            return false;
        }

        _all.Write(samples);
        QueuedBytes += samples.Length;
        LongestQueue = Math.Max(LongestQueue, QueuedBytes);
        return true;
    }

    internal void Reset() => QueuedBytes = 0;

    internal void Play(double seconds)
    {
        _debt += seconds * SampleRate * FrameBytes;
        var wanted = (int)_debt;
        _debt -= wanted;
        var played = Math.Min(wanted, QueuedBytes);
        QueuedBytes -= played;
        PlayedBytes += played;
        if (_all.Length > 0)
        {
            MissingBytes += wanted - played;
        }
    }
}
