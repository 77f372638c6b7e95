using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

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
    private readonly LineScanner _scanner;
    private readonly PeerDebt _debt = new();
    private LineFormatException? _formatError;
    private bool _examined;
    private bool _reading;
    private int _closed;

    internal LineConnection(Socket socket, Stream stream, IPEndPoint? peer, string name, LineOptions options)
    {
        _options = options;
        _peer = peer;
        PeerName = name;
        _transport = new LineTransport(socket, stream, options);
        _scanner = new LineScanner(options.LineEnd, options.MaxLineBytes);
    }

    /// <summary>The address of the other side. Any thread.</summary>
    /// <exception cref="InvalidOperationException">It is a Unix socket, whose other side has none.</exception>
    public IPEndPoint Peer => _peer ?? throw new InvalidOperationException($"{PeerName} is a Unix socket: its other side has no network address.");

    /// <summary>The other side as the log shows it. Any thread.</summary>
    public string PeerName { get; }

    /// <summary>Lines read so far.</summary>
    public long LinesRead { get; private set; }

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

    /// <summary>Waits for the next line; its end is cut off, see <see cref="LineOptions.LineEnd"/>.</summary>
    /// <returns>The line; null when the peer has ended the conversation. A last line without an end is still a line.</returns>
    /// <exception cref="LineFormatException">The line is too long or not UTF-8. The connection cannot be read any further.</exception>
    /// <exception cref="NetworkException">The connection broke; a line whose end had not come is still there for <see cref="ReadText"/>.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was taken.</exception>
    public async ValueTask<string?> ReadLine()
    {
        BeginRead();
        try
        {
            while (true)
            {
                var result = TryRead(out var ready) ? ready : await WaitForMore();
                if (_scanner.HasLine(result.Buffer))
                {
                    if (Quota?.Enter() is { IsCompletedSuccessfully: false } turn)
                    {
                        // Left where it is: a wait that is canceled has taken nothing.
                        _transport.Incoming.AdvanceTo(result.Buffer.Start);
                        _debt.EndRead();
                        await turn;
                        result = await _transport.Incoming.ReadAsync();
                    }

                    var line = _scanner.TakeLine(result.Buffer, out var taken);
                    _transport.Incoming.AdvanceTo(taken);
                    LinesRead++;
                    return line;
                }

                if (result.IsCompleted)
                {
                    return TakeEnd(result);
                }

                Leave(result);
            }
        }
        catch (LineFormatException e)
        {
            _formatError = e;
            throw;
        }
        finally
        {
            EndRead();
        }
    }

    /// <summary>All lines until the peer ends the conversation, giving way to other tasks when many are ready.</summary>
    public async IAsyncEnumerable<string> ReadLines()
    {
        var slice = default(SliceYield);
        while (await ReadLine() is { } line)
        {
            yield return line;
            if (slice.IsDue)
            {
                await SliceYield.Next;
                slice.Restart();
            }
        }
    }

    /// <summary>
    /// Waits for whatever comes next, not cut into lines (asyncio's <c>reader.read(n)</c>); what is not UTF-8 becomes U+FFFD. The first half of a
    /// character stays until its end has come, for whichever call reads next.
    /// </summary>
    /// <returns>Some text; null when the peer has ended the conversation.</returns>
    /// <exception cref="NetworkException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was taken.</exception>
    public async ValueTask<string?> ReadText()
    {
        BeginRead();
        try
        {
            while (true)
            {
                var result = TryRead(out var ready) ? ready : await WaitForMore();
                var text = _scanner.TakeText(result.Buffer, result.IsCompleted, out var taken);
                if (text.Length > 0 || result.IsCompleted)
                {
                    _transport.Incoming.AdvanceTo(taken);
                    return text.Length > 0 ? text : ThrowIfBroken();
                }

                Leave(result);
            }
        }
        finally
        {
            EndRead();
        }
    }

    /// <summary>Sends a line, adding <see cref="LineOptions.NewLine"/>. Returns when it is on its way, waiting while the peer takes too little.</summary>
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

        return Write(line, _options.NewLine);
    }

    /// <summary>Sends text as it is.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection broke or was closed.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was sent.</exception>
    public ValueTask Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Write(text, "");
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
            await _transport.Close(_reading, SynchronizationContext.Current is TaskContext && Async.IsCancellationRequested, _options.CloseSeconds);
        }
    }

    /// <summary>Closes the socket at once; every wait on this connection ends with a <see cref="NetworkException"/>. Any thread.</summary>
    public void Abort() => _transport.Abort();

    internal FrameQuota? Quota { get; init; }

    /// <summary>On the loop's real clock, since when the peer owes us something; NaN when it does not.</summary>
    internal double WaitingSince => _debt.Since;

    private async ValueTask Write(string text, string end)
    {
        var write = _transport.Outgoing.Write(text, end, Async.Token);
        var written = write.IsCompleted ? await write : await _debt.OwedTaking(write);
        if (!written)
        {
            throw new NetworkException(_closed != 0 ? $"The connection to {PeerName} was closed here: a line was not sent." : $"{PeerName} has closed the connection: a line could not be sent.");
        }
    }

    private bool TryRead(out ReadResult result)
    {
        if (_examined)
        {
            // A read that was canceled has left what it saw: shown again at once, not when more comes.
            _examined = false;
            _transport.Incoming.CancelPendingRead();
        }

        return _transport.Incoming.TryRead(out result);
    }

    private async ValueTask<ReadResult> WaitForMore()
    {
        _debt.BeginRead();
        try
        {
            return await _transport.Incoming.ReadAsync(Async.Token);
        }
        catch (OperationCanceledException)
        {
            _examined = true;
            throw;
        }
    }

    private void Leave(in ReadResult result) => _transport.Incoming.AdvanceTo(result.Buffer.Start, result.Buffer.End);

    private string? TakeEnd(in ReadResult result)
    {
        if (_transport.Broken is not null)
        {
            _transport.Incoming.AdvanceTo(result.Buffer.Start);
            return ThrowIfBroken();
        }

        var line = _scanner.TakeRest(result.Buffer);
        _transport.Incoming.AdvanceTo(result.Buffer.End);
        LinesRead += line is null ? 0 : 1;
        return line;
    }

    private string? ThrowIfBroken() =>
        _transport.Broken is { } reason ? throw new NetworkException($"The connection to {PeerName} broke: {reason}.") : null;

    private void BeginRead([CallerMemberName] string caller = "")
    {
        if (_reading)
        {
            throw new InvalidOperationException($"{caller} was called while another task still waits to read from {PeerName}; one task reads a connection.");
        }

        if (_closed != 0)
        {
            throw new NetworkException($"The connection to {PeerName} was closed here.");
        }

        if (_formatError is { } error)
        {
            throw new LineFormatException(error.Message);
        }

        _reading = true;
    }

    private void EndRead()
    {
        _reading = false;
        _debt.EndRead();
    }
}
