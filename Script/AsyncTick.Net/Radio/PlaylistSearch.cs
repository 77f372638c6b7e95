namespace AsyncTick.Net;

/// <summary>Finds the stream that an address leads to, through playlists of playlists, with a bound on all requests together. Any thread.</summary>
internal sealed class PlaylistSearch(HttpStreamOptions http, int maxDepth, int maxRequests, CancellationToken cancellation)
{
    private readonly HashSet<Uri> _seen = [];
    private Uri? _first;
    private NetworkException? _spent;

    private bool IsSpent => _seen.Count >= maxRequests;

    /// <summary>Opens the first stream that answers.</summary>
    /// <returns>The stream, and the address that was asked for it.</returns>
    /// <exception cref="NetworkException">None of them does; the last reason.</exception>
    public Task<(HttpStream Stream, Uri Source)> Open(Uri address) => Open(_first = address, maxDepth);

    private async Task<(HttpStream Stream, Uri Source)> Open(Uri address, int depth)
    {
        _seen.Add(address);
        var stream = await HttpStream.Open(address, http, cancellation).ConfigureAwait(false);
        try
        {
            if (!Playlist.IsPlaylist(stream.Address, stream.ContentType))
            {
                var found = stream;
                stream = null;
                return (found, address);
            }

            var entries = Playlist.Parse(await stream.ReadText(Playlist.MaxBytes).ConfigureAwait(false), stream.Address);
            return depth > 0
                ? await OpenFirst(entries.Select(entry => WithCredentials(entry, address)), address, depth - 1).ConfigureAwait(false)
                : throw new NetworkException($"{LogText.Address(address)}: playlists point to playlists too often.");
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

    private async Task<(HttpStream Stream, Uri Source)> OpenFirst(IEnumerable<Uri> entries, Uri playlist, int depth)
    {
        NetworkException? last = null;
        foreach (var entry in entries.Where(entry => !_seen.Contains(entry)))
        {
            if (IsSpent)
            {
                break;
            }

            try
            {
                return await Open(entry, depth).ConfigureAwait(false);
            }
            catch (NetworkException e)
            {
                last = e;
            }
        }

        // Told once, not by each of the playlists that lead to one another.
        throw IsSpent
            ? _spent ??= new NetworkException($"{LogText.Address(_first ?? playlist)}: {maxRequests} addresses were asked for and none plays (MaxPlaylistRequests). {last?.Message}", last)
            : last ?? new NetworkException($"{LogText.Address(playlist)}: the playlist leads only to itself.");
    }

    // A playlist behind a password names its streams without it.
    private static Uri WithCredentials(Uri entry, Uri playlist) =>
        entry.UserInfo.Length == 0 && playlist.UserInfo.Length > 0 && entry.Host == playlist.Host && entry.Port == playlist.Port && entry.Scheme == playlist.Scheme
            ? new UriBuilder(entry) { UserName = playlist.UserInfo.Split(':')[0], Password = playlist.UserInfo.Split(':', 2).ElementAtOrDefault(1) }.Uri
            : entry;
}
