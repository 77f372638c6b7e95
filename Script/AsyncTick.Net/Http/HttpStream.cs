using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// A GET whose body is read as it comes (aiohttp's <c>session.get</c> with <c>content.read</c>). Understands Shoutcast's
/// <c>ICY 200 OK</c>. May be used on any thread, one read at a time; what it awaits returns to the caller's context.
/// </summary>
/// <remarks>
/// Each stream has a connection of its own, which is closed with it; nothing is pooled, so nothing stays behind. On the game thread every wait
/// ends with the calling task; a read that was canceled has lost nothing, the next one gets what came.
/// </remarks>
[DebuggerDisplay("{Address}")]
public sealed class HttpStream : IAsyncDisposable
{
    private const int ReadBytes = 16 * 1024;

    private readonly HttpDialing _dialing;
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationToken _cancellation;
    private readonly TimeSpan _stall;
    private readonly byte[] _read = new byte[ReadBytes];
    private Task<int>? _reading;
    private int _start;
    private int _end;
    private long? _left;
    private volatile bool _isClosed;

    private HttpStream(HttpDialing dialing, HttpResponseMessage response, Stream body, CancellationTokenSource deadline, CancellationToken cancellation, TimeSpan stall)
    {
        _dialing = dialing;
        _response = response;
        _body = body;
        _deadline = deadline;
        _cancellation = cancellation;
        _stall = stall;
        Address = response.RequestMessage!.RequestUri!;
        _left = response.Content.Headers.ContentLength;
        Start = response.Content.Headers.ContentRange?.From ?? 0;
        Length = response.Content.Headers.ContentRange?.Length ?? (_left is null ? null : Start + _left);
    }

    /// <summary>The address that answered, after redirections, without a user name and password.</summary>
    public Uri Address { get; }

    /// <summary>The length of the whole body in bytes, what lies before <see cref="Start"/> included; null for a live stream.</summary>
    public long? Length { get; }

    /// <summary>Where in the body reading begins: 0, or <see cref="HttpStreamOptions.From"/> when the server can do that.</summary>
    public long Start { get; }

    /// <summary>The media type, for example <c>audio/mpeg</c>; null when the server named none.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.MediaType ?? Header("Content-Type");

    /// <summary>Asks and waits for the headers.</summary>
    /// <param name="address">http or https. A user name and a password in it are sent (Basic) and never shown.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends this call and every later read; the calling task's own token ends its own waits without being given.</param>
    /// <exception cref="NetworkException">No connection, no answer in time, or a status other than 2xx.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> or the task was canceled.</exception>
    public static async Task<HttpStream> Open(Uri address, HttpStreamOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        var shown = LogText.Address(address);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException($"'{shown}' is not an http or https address.", nameof(address));
        }

        options ??= new HttpStreamOptions();
        var task = TaskToken;
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var opening = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, task);
        HttpDialing? dialing = null;
        HttpResponseMessage? response = null;
        try
        {
            opening.CancelAfterSeconds(options.ConnectSeconds + options.HeaderSeconds);
            dialing = new HttpDialing(options.ConnectSeconds, options.Tls, takesIcy: true, options.MaxRedirects, HttpCredentials.OfItsServer(address));
            using var request = HttpStreamRequests.New(address, options);
            response = await dialing.Invoker.SendAsync(request, opening.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new NetworkException(HttpStreamRequests.Refusal(address, response)) { AnswerStatus = response.StatusCode };
            }

            var body = await response.Content.ReadAsStreamAsync(opening.Token).ConfigureAwait(false);
            return new HttpStream(dialing, response, body, deadline, cancellation, Durations.Of(options.StallSeconds));
        }
        catch (Exception e)
        {
            response?.Dispose();
            dialing?.Dispose();
            deadline.Dispose();
            throw e switch
            {
                OperationCanceledException when cancellation.IsCancellationRequested || task.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException($"{shown} did not answer in time.", e),
                HttpRequestException h => new NetworkException($"{shown} cannot be read: {LogText.Printable(NetworkException.Reason(h))}", h),
                UriFormatException u => new NetworkException($"{shown} redirects to what is no address: {LogText.Printable(u.Message)}", u),
                _ => e,
            };
        }
    }

    /// <summary>A response header, read as UTF-8 or, if it is not that, Latin-1; null when the server did not send it. Text from outside, see <see cref="LogText"/>.</summary>
    /// <param name="name">In any case.</param>
    public string? Header(string name) =>
        _response.Headers.TryGetValues(name, out var values) || _response.Content.Headers.TryGetValues(name, out values)
            ? OutsideEncoding.Decode(values.FirstOrDefault() ?? "")
            : null;

    /// <summary>Reads what comes next.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <returns>Bytes read; 0 when the body has ended in good order.</returns>
    /// <exception cref="NetworkException">The connection broke, ended too early, or stood still for too long.</exception>
    /// <exception cref="OperationCanceledException">The token given to <see cref="Open"/>, or the task, was canceled. Nothing was taken.</exception>
    public async ValueTask<int> Read(Memory<byte> buffer)
    {
        ThrowIfClosed(null);
        if (_start == _end && !buffer.IsEmpty)
        {
            // Into a buffer of this stream: a wait that is canceled leaves it to the next.
            var task = TaskToken;
            _deadline.CancelAfter(_stall);
            try
            {
                var read = await ReadOn(task).ConfigureAwait(false);
                (_start, _end, _reading) = (0, read, null);
                _left -= read;
                if (read == 0 && _left > 0)
                {
                    throw new NetworkException($"{Address} ended {_left} bytes too early.");
                }
            }
            catch (OperationCanceledException e) when (!_cancellation.IsCancellationRequested && !task.IsCancellationRequested)
            {
                ThrowIfClosed(e);
                throw new NetworkException(string.Create(CultureInfo.InvariantCulture, $"{Address} has sent nothing for {_stall.TotalSeconds:0.##} s."), e);
            }
            catch (Exception e) when (e is IOException and not NetworkException or HttpRequestException or SocketException or ObjectDisposedException)
            {
                ThrowIfClosed(e);
                throw new NetworkException($"{Address} broke off: {LogText.Printable(e.Message)}", e);
            }
            finally
            {
                if (!_isClosed)
                {
                    _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
                }
            }
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _read.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    // What is there already needs no task of its own.
    private async ValueTask<int> ReadOn(CancellationToken task)
    {
        if (_reading is null)
        {
            var reading = _body.ReadAsync(_read, _deadline.Token);
            if (reading.IsCompletedSuccessfully)
            {
                return await reading.ConfigureAwait(false);
            }

            _reading = reading.AsTask();
        }

        return await _reading.WaitAsync(task).ConfigureAwait(false);
    }

    /// <summary>Reads the whole body as UTF-8.</summary>
    /// <param name="maxBytes">A longer body is an error.</param>
    /// <exception cref="NetworkException">The body is longer, or see <see cref="Read"/>.</exception>
    public async Task<string> ReadText(int maxBytes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await Read(bytes.GetMemory(ReadBytes)).ConfigureAwait(false) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > maxBytes)
            {
                throw new NetworkException($"{Address} is longer than the {maxBytes} bytes that are accepted here.");
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Closes the connection; a read of another task ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        // A read that a canceled wait has left ends first: it still writes into the buffer.
        await _deadline.CancelAsync().ConfigureAwait(false);
        _response.Dispose();
        _dialing.Dispose();
        if (_reading is { } reading)
        {
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _deadline.Dispose();
    }

    private void ThrowIfClosed(Exception? cause)
    {
        if (_isClosed)
        {
            throw new NetworkException($"{Address} was closed here.", cause);
        }
    }

    private static CancellationToken TaskToken => SynchronizationContext.Current is TaskContext ? Async.Token : CancellationToken.None;
}
