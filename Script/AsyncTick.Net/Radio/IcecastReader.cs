using System.Buffers;
using System.Globalization;

namespace AsyncTick.Net;

/// <summary>
/// Reads one Icecast or Shoutcast stream, or an MP3 file by HTTP: follows playlists, takes the metadata out. Any thread, one
/// read at a time.
/// </summary>
public sealed class IcecastReader : IAsyncDisposable
{
    // A metadata interval beyond this is no interval; stations use 8 to 64 KiB.
    private const int MaxInterval = 1024 * 1024;

    private readonly HttpStream _stream;
    private readonly IcyDemuxer _demuxer;
    private readonly byte[] _input = new byte[16 * 1024];

    private IcecastReader(HttpStream stream, int interval)
    {
        _stream = stream;
        MetadataInterval = interval;
        _demuxer = new IcyDemuxer(interval);
        Station = stream.Header("icy-name");
    }

    /// <summary>The stream that was found, after playlists and redirections.</summary>
    public Uri Address => _stream.Address;

    /// <summary>The station's name; null when it gave none.</summary>
    public string? Station { get; }

    /// <summary>Bytes of sound between metadata blocks; 0 when the station sends none.</summary>
    public int MetadataInterval { get; }

    /// <summary>Whether it has no announced end, so that its end means that the station was lost.</summary>
    public bool IsLive => _stream.Length is null;

    /// <summary>Connects.</summary>
    /// <param name="address">A stream, a playlist or an MP3 file.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends this call and every later read.</param>
    /// <exception cref="NetworkException">No address of the playlist could be opened, or it is not MP3.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static async Task<IcecastReader> Open(Uri address, RadioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RadioOptions();
        var http = options.Http with { Headers = [.. options.Http.Headers, new("Icy-MetaData", "1")] };
        return await Open(address, http, options.MaxPlaylistDepth, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads some sound.</summary>
    /// <param name="audio">Gets the MP3 bytes.</param>
    /// <param name="title">Called for each title on the way.</param>
    /// <returns>False when the stream has ended in good order.</returns>
    /// <exception cref="NetworkException">The station was lost.</exception>
    public async ValueTask<bool> Read(IBufferWriter<byte> audio, Action<string> title)
    {
        var read = await _stream.Read(_input).ConfigureAwait(false);
        _demuxer.Feed(_input.AsSpan(0, read), audio, title);
        return read > 0;
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<IcecastReader> Open(Uri address, HttpStreamOptions http, int depth, CancellationToken cancellation)
    {
        var stream = await HttpStream.Open(address, http, cancellation).ConfigureAwait(false);
        try
        {
            if (!Playlist.IsPlaylist(stream.Address, stream.ContentType))
            {
                var reader = new IcecastReader(Mp3Only(stream), IntervalOf(stream));
                stream = null;
                return reader;
            }

            var entries = Playlist.Parse(await stream.ReadText(Playlist.MaxBytes).ConfigureAwait(false), stream.Address);
            return depth > 0
                ? await OpenFirst(entries, http, depth - 1, cancellation).ConfigureAwait(false)
                : throw new NetworkException($"{address}: playlists point to playlists too often.");
        }
        catch (FormatException e)
        {
            throw new NetworkException(e.Message, e);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<IcecastReader> OpenFirst(IReadOnlyList<Uri> entries, HttpStreamOptions http, int depth, CancellationToken cancellation)
    {
        NetworkException? last = null;
        foreach (var entry in entries)
        {
            try
            {
                return await Open(entry, http, depth, cancellation).ConfigureAwait(false);
            }
            catch (NetworkException e)
            {
                last = e;
            }
        }

        throw last!;
    }

    private static HttpStream Mp3Only(HttpStream stream) => stream.ContentType?.ToLowerInvariant() switch
    {
        null or "audio/mpeg" or "audio/mp3" or "audio/x-mpeg" or "application/octet-stream" => stream,
        { } other when other.StartsWith("audio/", StringComparison.Ordinal) || other.StartsWith("text/", StringComparison.Ordinal) || other == "application/ogg"
            => throw new NetworkException($"{stream.Address} is {other}, not MP3. Choose the station's MP3 stream."),
        _ => stream,
    };

    private static int IntervalOf(HttpStream stream)
    {
        var text = stream.Header("icy-metaint");
        if (text is null)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var interval) && interval <= MaxInterval
            ? interval
            : throw new NetworkException($"{stream.Address} names an impossible metadata interval ('{text}').");
    }
}
