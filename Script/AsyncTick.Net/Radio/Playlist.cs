namespace AsyncTick.Net;

/// <summary>Reads the playlists that radio stations hand out instead of a stream address (.m3u, .m3u8 lists of streams, .pls).</summary>
/// <remarks>Only http and https entries are taken, so that a playlist cannot make the player open files. Any thread.</remarks>
public static class Playlist
{
    /// <summary>The largest playlist that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxEntries = 64;

    /// <summary>Whether a response is a playlist rather than sound, by its content type or the address's ending.</summary>
    /// <param name="address">Where it came from.</param>
    /// <param name="contentType">The media type of the response; null when it had none.</param>
    public static bool IsPlaylist(Uri address, string? contentType)
    {
        ArgumentNullException.ThrowIfNull(address);
        switch (contentType?.ToLowerInvariant())
        {
            case "audio/x-mpegurl" or "audio/mpegurl" or "application/x-mpegurl" or "application/mpegurl"
                or "application/vnd.apple.mpegurl" or "audio/x-scpls" or "audio/scpls" or "application/pls+xml":
                return true;
            case { } sound when sound.StartsWith("audio/", StringComparison.Ordinal):
                return false;
            default:
                return Path.GetExtension(address.AbsolutePath).ToLowerInvariant() is ".m3u" or ".m3u8" or ".pls";
        }
    }

    /// <summary>The addresses in a playlist, in order, relative ones resolved.</summary>
    /// <param name="text">The playlist.</param>
    /// <param name="address">Where it came from.</param>
    /// <exception cref="FormatException">It has no usable address, or is an HLS manifest (segments, not a stream).</exception>
    public static IReadOnlyList<Uri> Parse(string text, Uri address)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(address);
        var found = new List<Uri>();
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim().Trim('\uFEFF');
            if (line.StartsWith("#EXT-X-", StringComparison.OrdinalIgnoreCase))
            {
                throw new FormatException($"{LogText.Address(address)} is an HLS manifest. The radio plays Icecast and Shoutcast streams; use the station's MP3 address.");
            }

            if (EntryOf(line) is { Length: > 0 } entry
                && Uri.TryCreate(address, entry, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
            {
                found.Add(uri);
                if (found.Count == MaxEntries)
                {
                    break;
                }
            }
        }

        return found.Count > 0
            ? found
            : throw new FormatException($"The playlist {LogText.Address(address)} has no http or https address in it.");
    }

    private static string? EntryOf(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is '#' or '[' or ';' or '<')
        {
            return null;
        }

        // In a .pls every line is Key=Value and only FileN is an address; an address in an .m3u has a scheme before any '='.
        var equals = line.IndexOf('=');
        if (equals > 0 && line[..equals].IndexOfAny(":/?") < 0)
        {
            return line.StartsWith("File", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(line[4])
                ? line[(equals + 1)..].Trim().ToString()
                : null;
        }

        return line.ToString();
    }
}
