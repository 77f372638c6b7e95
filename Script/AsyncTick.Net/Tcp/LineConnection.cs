using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>
/// A connection that is read and written in lines of UTF-8 (asyncio's reader and writer in one): TCP, TLS, or a Unix socket. Used on the
/// game thread; the system calls happen on the pool, between them and the game thread lie two bounded buffers, so a peer that
/// sends or reads too fast or too slow is held back by TCP itself and never fills memory.
/// </summary>
/// <remarks>
/// Every wait ends with <see cref="OperationCanceledException"/> when the task or scope of the caller is canceled, and then has taken nothing and
/// sent nothing. When the connection breaks, everything that had arrived is handed out before the error.
/// </remarks>
[DebuggerDisplay("{PeerName}")]
public sealed class LineConnection : IAsyncDisposable
{
    private readonly LineOptions _options;
    private readonly IPEndPoint? _peer;
    private readonly LineTransport _transport;
    private readonly LineReader _reader;
    private readonly PeerDebt _debt = new();
    private int _closed;

    internal LineConnection(Socket socket, Stream stream, IPEndPoint? peer, string name, LineOptions options, FrameQuota? quota)
    {
        _options = options;
        _peer = peer;
        PeerName = name;
        _transport = new LineTransport(socket, stream, options);
        _reader = new LineReader(_transport, new LineScanner(options.LineEnd, options.LongestLine), _debt, name, quota);
    }

    /// <summary>The address of the other side. Any thread.</summary>
    /// <exception cref="InvalidOperationException">It is a Unix socket, whose other side has none.</exception>
    public IPEndPoint Peer => _peer ?? throw new InvalidOperationException($"{PeerName} is a Unix socket: its other side has no network address.");

    /// <summary>The other side as the log shows it. Any thread.</summary>
    public string PeerName { get; }

    /// <summary>Lines read so far.</summary>
    public long LinesRead => _reader.LinesRead;

    /// <summary>
    /// Connects (asyncio's <c>open_connection</c>).
    /// </summary>
    /// <param name="host">A name or an address; all addresses of a name are tried.</param>
    /// <param name="port">The port.</param>
    /// <param name="options">Limits, and TLS if wanted; null for the defaults.</param>
    /// <exception cref="NetworkException">Nothing answers there, or the TLS handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public static Task<LineConnection> Open(string host, int port, LineOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        return LineDialing.Open(host, port, options ?? new LineOptions());
    }

    /// <summary>Connects to a Unix socket (asyncio's <c>open_unix_connection</c>).</summary>
    /// <param name="path">The file that the server has made.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="NetworkException">Nothing answers there; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public static Task<LineConnection> OpenUnix(string path, LineOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LineDialing.OpenUnix(path, options ?? new LineOptions());
    }

    /// <summary>Waits for the next line; its end is cut off, see <see cref="LineOptions.LineEnd"/>. Allocates the string and nothing else. Await it once.</summary>
    /// <returns>The line; null when the peer has ended the conversation. A last line without an end is still a line.</returns>
    /// <exception cref="InvalidOperationException">Another task still waits to read.</exception>
    /// <exception cref="LineFormatException">The line is too long or not UTF-8. The connection cannot be read any further.</exception>
    /// <exception cref="NetworkException">The connection broke; a line whose end had not come is still there for <see cref="ReadText"/>.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was taken.</exception>
    public ValueTask<string?> ReadLine() => _reader.ReadLine();

    /// <summary>
    /// All lines until the peer ends the conversation, giving way to other tasks when many are ready. Allocates the strings and, once, the
    /// enumeration; <see cref="ReadUtf8Lines"/> makes no strings. Throws what <see cref="ReadLine"/> throws.
    /// </summary>
    public IAsyncEnumerable<string> ReadLines() => new ItemStream<string>(_reader);

    /// <summary>
    /// As <see cref="ReadLines"/>, but each line as its bytes, checked to be UTF-8: allocates nothing per line. A line is valid until the next one is
    /// asked for; copy what is to be kept.
    /// </summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadUtf8Lines() => new ItemStream<ReadOnlyMemory<byte>>(_reader);

    /// <summary>
    /// Waits for whatever comes next, not cut into lines (asyncio's <c>reader.read(n)</c>); what is not UTF-8 becomes U+FFFD. The first half of a
    /// character stays until its end has come, for whichever call reads next. Allocates the string and nothing else. Await it once.
    /// </summary>
    /// <returns>Some text; null when the peer has ended the conversation.</returns>
    /// <exception cref="InvalidOperationException">Another task still waits to read.</exception>
    /// <exception cref="NetworkException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was taken.</exception>
    public ValueTask<string?> ReadText() => _reader.ReadText();

    /// <summary>Sends a line, adding <see cref="LineOptions.NewLine"/>. Returns when it is on its way, waiting while the peer takes too little. 0 bytes when it need not wait.</summary>
    /// <param name="line">Text without line breaks.</param>
    /// <exception cref="ArgumentException">There is a line break in it: it would become two lines.</exception>
    /// <exception cref="NetworkException">The connection broke or was closed.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was sent.</exception>
    public ValueTask WriteLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A line to be sent must not contain line breaks; send each line by itself, or use Write.", nameof(line));
        }

        return Sent(_transport.Outgoing.Write(line, _options.NewLine, Async.Token));
    }

    /// <summary>As <see cref="WriteLine(string)"/>, for a line that is UTF-8 already; copied.</summary>
    /// <param name="utf8">Bytes without line breaks.</param>
    /// <exception cref="ArgumentException">There is a line break in it: it would become two lines.</exception>
    /// <exception cref="NetworkException">The connection broke or was closed.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was sent.</exception>
    public ValueTask WriteLine(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.ContainsAny((byte)'\r', (byte)'\n'))
        {
            throw new ArgumentException("A line to be sent must not contain line breaks; send each line by itself, or use Write.", nameof(utf8));
        }

        return Sent(_transport.Outgoing.Write(utf8.Span, _options.NewLine, Async.Token));
    }

    /// <summary>Sends text as it is. 0 bytes when it need not wait.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection broke or was closed.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was sent.</exception>
    public ValueTask Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Sent(_transport.Outgoing.Write(text, "", Async.Token));
    }

    /// <summary>
    /// Ends the conversation in good order: what was written is sent, the peer is told, and its own end is waited for, all
    /// within <see cref="LineOptions.CloseSeconds"/>, or 10 ms when the task is being canceled. Never throws. Waits of other tasks on this
    /// connection end with a <see cref="NetworkException"/>. Plain waits only, so that it also works in a <c>finally</c>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _reader.IsClosed = true;
            await _transport.Close(SynchronizationContext.Current is TaskContext && Async.IsCancellationRequested, _options.CloseSeconds);
        }
    }

    /// <summary>Closes the socket at once; every wait on this connection ends with a <see cref="NetworkException"/>. Any thread.</summary>
    public void Abort() => _transport.Abort();

    /// <summary>On the loop's real clock, since when the peer owes us something; NaN when it does not.</summary>
    internal double WaitingSince => _debt.Since;

    private async ValueTask Sent(ValueTask<bool> write)
    {
        var written = write.IsCompleted ? await write : await _debt.OwedTaking(write);
        if (!written)
        {
            throw new NetworkException(_closed != 0 ? $"The connection to {PeerName} was closed here: a line was not sent." : $"{PeerName} has closed the connection: a line could not be sent.");
        }
    }
}
