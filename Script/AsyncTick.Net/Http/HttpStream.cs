using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// A GET whose body is read as it comes (aiohttp's <c>session.get</c> with <c>content.read</c>). Understands Shoutcast's
/// <c>ICY 200 OK</c>. May be used on any thread, one read at a time; what it awaits returns to the caller's context.
/// </summary>
/// <remarks>Each stream has a connection of its own, which is closed with it; nothing is pooled, so nothing stays behind.</remarks>
[DebuggerDisplay("{Address}")]
public sealed class HttpStream : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationToken _cancellation;
    private readonly TimeSpan _stall;
    private long? _left;

    private HttpStream(HttpClient client, HttpResponseMessage response, Stream body, CancellationTokenSource deadline, CancellationToken cancellation, TimeSpan stall)
    {
        _client = client;
        _response = response;
        _body = body;
        _deadline = deadline;
        _cancellation = cancellation;
        _stall = stall;
        Address = response.RequestMessage!.RequestUri!;
        Length = response.Content.Headers.ContentLength;
        _left = Length;
    }

    /// <summary>The address that answered, after redirections.</summary>
    public Uri Address { get; }

    /// <summary>The length of the body in bytes; null for a live stream.</summary>
    public long? Length { get; }

    /// <summary>The media type, for example <c>audio/mpeg</c>; null when the server named none.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.MediaType
        ?? (_response.Content.Headers.TryGetValues("Content-Type", out var raw) ? raw.FirstOrDefault() : null);

    /// <summary>Asks and waits for the headers.</summary>
    /// <param name="address">http or https.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends this call and every later read.</param>
    /// <exception cref="NetworkException">No connection, no answer in time, or a status other than 2xx.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static async Task<HttpStream> Open(Uri address, HttpStreamOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException($"'{address}' is not an http or https address.", nameof(address));
        }

        options ??= new HttpStreamOptions();
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds + options.HeaderSeconds));
        var client = NewClient(options);
        HttpResponseMessage? response = null;
        try
        {
            using var request = NewRequest(address, options);
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new NetworkException($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
            }

            var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            return new HttpStream(client, response, body, deadline, cancellation, TimeSpan.FromSeconds(options.StallSeconds));
        }
        catch (Exception e)
        {
            response?.Dispose();
            client.Dispose();
            deadline.Dispose();
            throw e switch
            {
                OperationCanceledException when cancellation.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException($"{address} did not answer in time.", e),
                HttpRequestException h => new NetworkException($"{address} cannot be read: {h.Message}", h),
                _ => e,
            };
        }
    }

    /// <summary>A response header; null when the server did not send it.</summary>
    /// <param name="name">In any case.</param>
    public string? Header(string name) =>
        _response.Headers.TryGetValues(name, out var values) || _response.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;

    /// <summary>Reads what comes next.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <returns>Bytes read; 0 when the body has ended in good order.</returns>
    /// <exception cref="NetworkException">The connection broke, ended too early, or stood still for too long.</exception>
    /// <exception cref="OperationCanceledException">The token given to <see cref="Open"/> was cancelled.</exception>
    public async ValueTask<int> Read(Memory<byte> buffer)
    {
        try
        {
            _deadline.CancelAfter(_stall);
            var read = await _body.ReadAsync(buffer, _deadline.Token).ConfigureAwait(false);
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            _left -= read;
            return read == 0 && _left > 0
                ? throw new NetworkException($"{Address} ended {_left} bytes too early.")
                : read;
        }
        catch (OperationCanceledException e) when (!_cancellation.IsCancellationRequested)
        {
            throw new NetworkException($"{Address} has sent nothing for {_stall.TotalSeconds:0.##} s.", e);
        }
        catch (Exception e) when (e is IOException and not NetworkException or HttpRequestException or SocketException)
        {
            throw new NetworkException($"{Address} broke off: {e.Message}", e);
        }
    }

    /// <summary>Reads the whole body as UTF-8.</summary>
    /// <param name="maxBytes">A longer body is an error.</param>
    /// <exception cref="NetworkException">The body is longer, or see <see cref="Read"/>.</exception>
    public async Task<string> ReadText(int maxBytes)
    {
        var bytes = new byte[maxBytes + 1];
        var filled = 0;
        while (await Read(bytes.AsMemory(filled)).ConfigureAwait(false) is > 0 and var read)
        {
            filled += read;
            if (filled > maxBytes)
            {
                throw new NetworkException($"{Address} is longer than the {maxBytes} bytes that are accepted here.");
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, filled);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _client.Dispose();
        _deadline.Dispose();
        return ValueTask.CompletedTask;
    }

    private static HttpRequestMessage NewRequest(Uri address, HttpStreamOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11 };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("UnrealAsyncTick", "1"));
        foreach (var (name, value) in options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HttpClient NewClient(HttpStreamOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = options.MaxRedirects > 0,
            MaxAutomaticRedirections = Math.Max(1, options.MaxRedirects),
            ConnectTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
            MaxResponseHeadersLength = 64,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = Connect,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new IcyStatusStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, SocketErrors.Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, e), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
