using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;

namespace AsyncTick.Net;

/// <summary>
/// Reads one Icecast or Shoutcast stream, or an MP3 file by HTTP: follows playlists, takes the metadata out. Any thread, one
/// read at a time.
/// </summary>
public sealed class IcecastReader : IAsyncDisposable
{
    // A metadata interval beyond this is no interval; stations use 8 to 64 KiB.
    private const int MaxInterval = 1024 * 1024;

    // What is known to be something else. Whatever is not is tried: servers name MP3 in a dozen ways, and the decoder knows.
    private static readonly string[] OtherKinds =
    [
        "audio/aac", "audio/aacp", "audio/x-aac", "audio/ogg", "audio/opus", "audio/vorbis", "audio/flac", "audio/x-flac", "audio/wav", "audio/x-wav", "audio/wave",
        "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/webm", "audio/x-ms-wma", "audio/x-ms-asf", "audio/basic", "audio/aiff", "audio/x-aiff", "audio/midi", "audio/amr",
        "application/ogg", "application/json", "application/xml",
    ];

    private readonly HttpStream _stream;
    private readonly IcyDemuxer _demuxer;
    private readonly byte[] _input = new byte[16 * 1024];

    private IcecastReader(HttpStream stream, Uri source)
    {
        _stream = stream;
        Source = source;
        MetadataInterval = IntervalOf(stream);
        _demuxer = new IcyDemuxer(MetadataInterval);
        Station = stream.Header("icy-name") is { Length: > 0 } name ? LogText.Printable(name) : null;
    }

    /// <summary>The stream that was found, after playlists and redirections, without a user name and password.</summary>
    public Uri Address => _stream.Address;

    /// <summary>The station's name, read as UTF-8 or Latin-1, control characters as escapes; null when it gave none.</summary>
    public string? Station { get; }

    /// <summary>Bytes of sound between metadata blocks; 0 when the station sends none.</summary>
    public int MetadataInterval { get; }

    /// <summary>Whether it has no announced end, so that its end means that the station was lost.</summary>
    public bool IsLive => _stream.Length is null;

    /// <summary>The address that was asked for this stream, before redirections.</summary>
    internal Uri Source { get; }

    /// <summary>Where in a file reading began.</summary>
    internal long Start => _stream.Start;

    /// <summary>What tells one version of a file from another; the same again means the same bytes.</summary>
    internal (long? Length, string? Version) Identity => (_stream.Length, _stream.Header("ETag") ?? _stream.Header("Last-Modified"));

    /// <summary>Connects.</summary>
    /// <param name="address">A stream, a playlist or an MP3 file. A user name and a password in it are sent and never shown.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends this call and every later read.</param>
    /// <exception cref="NetworkException">No address of the playlist could be opened, or it is not MP3.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public static async Task<IcecastReader> Open(Uri address, RadioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RadioOptions();
        var search = new PlaylistSearch(Asking(options), options.MaxPlaylistDepth, options.MaxPlaylistRequests, cancellation);
        var (stream, source) = await search.Open(address).ConfigureAwait(false);
        return await Take(stream, source).ConfigureAwait(false);
    }

    /// <summary>Opens a file again, from a byte on if the server can do that; see <see cref="Start"/>.</summary>
    internal static async Task<IcecastReader> OpenFile(Uri source, long from, RadioOptions options, CancellationToken cancellation) =>
        await Take(await HttpStream.Open(source, Asking(options) with { From = from }, cancellation).ConfigureAwait(false), source).ConfigureAwait(false);

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

    private static HttpStreamOptions Asking(RadioOptions options) => options.Http with { Headers = [.. options.Http.Headers, new("Icy-MetaData", "1")] };

    private static async Task<IcecastReader> Take(HttpStream stream, Uri source)
    {
        try
        {
            RefuseOtherKinds(stream);
            return new IcecastReader(stream, source);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void RefuseOtherKinds(HttpStream stream)
    {
        var type = stream.ContentType?.ToLowerInvariant();
        if (MediaTypeHeaderValue.TryParse(type, out var parsed))
        {
            type = parsed.MediaType;
        }

        if (type is not null && (OtherKinds.Contains(type) || type.StartsWith("text/html", StringComparison.Ordinal) || type.StartsWith("image/", StringComparison.Ordinal)))
        {
            throw new NetworkException($"{stream.Address} is {LogText.Printable(type, 100)}, not MP3. Choose the station's MP3 stream.");
        }
    }

    private static int IntervalOf(HttpStream stream)
    {
        var text = stream.Header("icy-metaint");
        if (text is null)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var interval) && interval <= MaxInterval
            ? interval
            : throw new NetworkException($"{stream.Address} names an impossible metadata interval ('{LogText.Printable(text, 100)}').");
    }
}
