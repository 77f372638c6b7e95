namespace AsyncTick.Net;

/// <summary>The shape of a run of PCM samples: 16 bit, signed, little endian, channels interleaved.</summary>
/// <param name="SampleRate">Samples per second and channel, in Hz.</param>
/// <param name="Channels">1 (mono) or 2 (stereo).</param>
public readonly record struct PcmFormat(int SampleRate, int Channels)
{
    /// <summary>Bytes of one sample for all channels.</summary>
    public int BytesPerFrame => Channels * sizeof(short);

    /// <summary>Bytes that play for one second.</summary>
    public int BytesPerSecond => SampleRate * BytesPerFrame;

    /// <summary>"44100 Hz, 2 channels".</summary>
    public override string ToString() => $"{SampleRate} Hz, {Channels} channel{(Channels == 1 ? "" : "s")}";
}
