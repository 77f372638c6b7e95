namespace AsyncTick.Net;

/// <summary>How a <see cref="RadioPlayer"/> behaves.</summary>
public sealed record RadioOptions
{
    /// <summary>Waits between tries when the station is lost.</summary>
    public Backoff Reconnect { get; init; } = new() { FirstSeconds = 0.25, MaxSeconds = 15 };

    /// <summary>How the stream is asked for.</summary>
    public HttpStreamOptions Http { get; init; } = new();

    /// <summary>Decoded bytes that may wait for the sink; beyond that the station is held back by TCP. Default: about 3 s of CD sound.</summary>
    public int MaxQueuedBytes { get; init; } = 512 * 1024;

    /// <summary>Playlists that may point to playlists.</summary>
    public int MaxPlaylistDepth { get; init; } = 4;

    /// <summary>Addresses that are asked for in all while one station is looked for, playlists included.</summary>
    public int MaxPlaylistRequests { get; init; } = 16;

    /// <summary>The libmpg123 to decode with; null for the one that the platform's usual names find.</summary>
    public Mpg123Library? Library { get; init; }

    /// <summary>Opens the decoder for a stream, on a pool thread; null for <see cref="Library"/>, or else what <see cref="Mp3Decoders.Find"/> finds.</summary>
    public Func<Mp3Input, IAudioDecoder>? Decoder { get; init; }
}
