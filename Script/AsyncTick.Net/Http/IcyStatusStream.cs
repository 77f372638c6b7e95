namespace AsyncTick.Net;

/// <summary>
/// Lets <see cref="HttpClient"/> talk to Shoutcast servers, which answer <c>ICY 200 OK</c> instead of an HTTP status
/// line: hands out <c>HTTP/1.0 200 OK</c> in its place and everything else unchanged.
/// </summary>
internal sealed class IcyStatusStream(Stream inner) : PrefixedStream(default, inner)
{
    private bool _started;

    private static ReadOnlySpan<byte> Wrong => "ICY "u8;

    private static ReadOnlySpan<byte> Right => "HTTP/1.0 "u8;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_started && !buffer.IsEmpty)
        {
            await ReadStart(cancellationToken).ConfigureAwait(false);
        }

        return await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    // The first bytes may arrive one at a time; a decision needs four of them, or the end.
    private async ValueTask ReadStart(CancellationToken cancellation)
    {
        var start = new byte[Wrong.Length];
        var filled = await Inner.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        First = start.AsSpan().SequenceEqual(Wrong) ? Right.ToArray() : start.AsMemory(0, filled);
        _started = true;
    }
}
