namespace AsyncTick.Net;

/// <summary>
/// Turns compressed sound, cut anywhere, into 16 bit PCM: call <see cref="Feed"/>, then <see cref="Read"/> until it answers 0, then
/// feed again. Not thread-safe: one thread at a time, meant for a pool thread. Damaged input is skipped, not thrown.
/// </summary>
public interface IAudioDecoder : IDisposable
{
    /// <summary>What decodes, for the log.</summary>
    string Name { get; }

    /// <summary>The format of the samples of the last <see cref="Read"/>; null before the first frame was found.</summary>
    PcmFormat? Format { get; }

    /// <summary>Gives the decoder more input; it copies what it needs.</summary>
    /// <param name="encoded">Bytes of the stream, cut anywhere.</param>
    void Feed(ReadOnlySpan<byte> encoded);

    /// <summary>Decodes what was fed. All samples of one call have the same <see cref="Format"/>.</summary>
    /// <param name="pcm">Where the samples go; 16 KiB is a good size.</param>
    /// <returns>Bytes written; 0 means that more input is needed.</returns>
    int Read(Span<byte> pcm);
}
