using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// A TCP connection that is read and written in lines of UTF-8 (asyncio's reader and writer in one). Used on the game
/// thread; the system calls happen on the pool, between them and the game thread lie two bounded pipes, so a peer that
/// sends or reads too fast or too slow is held back by TCP itself and never fills memory.
/// </summary>
/// <remarks>Every wait ends with <see cref="OperationCanceledException"/> when the task or scope of the caller is cancelled.</remarks>
[DebuggerDisplay("{PeerName}")]
public sealed partial class LineConnection : IAsyncDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Socket _socket;
    private readonly LineOptions _options;
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private readonly SemaphoreSlim _writeTurn = new(1);
    private readonly Task _receiving;
    private readonly Task _sending;
    private long _scanned;
    private long _unsent;
    private bool _reading;
    private volatile bool _discard;
    private int _closed;

    internal LineConnection(Socket socket, LineOptions options)
    {
        _socket = socket;
        _options = options;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        PeerName = Peer.ToString();

        // Above the longest line, or a reader that waits for its end and a writer that waits for room would wait for ever.
        _incoming = NewPipe(options.MaxLineBytes + 4096);
        _outgoing = NewPipe(options.MaxUnsentBytes);
        _receiving = Task.Run(ReceiveLoop);
        _sending = Task.Run(SendLoop);
    }

    /// <summary>The address of the other side. Any thread.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>The address of the other side as the log shows it. Any thread.</summary>
    public string PeerName { get; }

    /// <summary>Lines read so far.</summary>
    public long LinesRead { get; private set; }

    /// <summary>
    /// Connects (asyncio's <c>open_connection</c>).
    /// </summary>
    /// <param name="host">A name or an address; all addresses of a name are tried.</param>
    /// <param name="port">The port.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="NetworkException">Nobody answers there; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public static async Task<LineConnection> Open(string host, int port, LineOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        options ??= new LineOptions();
        var token = Async.Token;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, limit.Token);
            return new LineConnection(socket, options);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                OperationCanceledException when token.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException($"{host}:{port} did not answer within {options.ConnectSeconds:0.###} s.", e),
                SocketException s => new NetworkException(SocketErrors.Connect(host, port, s), s),
                _ => e,
            };
        }
    }

    /// <summary>Waits for the next line; its CR/LF is cut off.</summary>
    /// <returns>The line; null when the peer has ended the conversation. A last line without an end is still a line.</returns>
    /// <exception cref="LineFormatException">The line is too long or not UTF-8. The connection cannot be read any further.</exception>
    /// <exception cref="NetworkException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public async ValueTask<string?> ReadLine()
    {
        BeginRead();
        try
        {
            while (true)
            {
                var result = _incoming.Reader.TryRead(out var ready) ? ready : await WaitForMore();
                if (TakeLine(result, out var line))
                {
                    if (Quota is { } quota)
                    {
                        WaitingSince = double.NaN;
                        await quota.Enter();
                    }

                    LinesRead++;
                    return line;
                }

                if (result.IsCompleted)
                {
                    return null;
                }
            }
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

    /// <summary>Waits for whatever comes next, not cut into lines (asyncio's <c>reader.read(n)</c>); what is not UTF-8 becomes U+FFFD.</summary>
    /// <returns>Some text; null when the peer has ended the conversation.</returns>
    /// <exception cref="NetworkException">The connection broke.</exception>
    public async ValueTask<string?> ReadText()
    {
        BeginRead();
        try
        {
            while (true)
            {
                var result = _incoming.Reader.TryRead(out var ready) ? ready : await WaitForMore();
                var text = DecodeLoosely(result);
                _incoming.Reader.AdvanceTo(result.Buffer.End);
                if (text.Length > 0 || result.IsCompleted)
                {
                    return text.Length > 0 ? text : null;
                }
            }
        }
        finally
        {
            EndRead();
        }
    }

    /// <summary>Sends a line, adding LF. Returns when it is on its way, waiting while the peer takes too little.</summary>
    /// <param name="line">Text without line breaks.</param>
    /// <exception cref="ArgumentException">There is a line break in it: it would become two lines.</exception>
    /// <exception cref="NetworkException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public ValueTask WriteLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A line to be sent must not contain line breaks; send each line by itself, or use Write.", nameof(line));
        }

        return Write(line, withEnd: true);
    }

    /// <summary>Sends text as it is.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection broke.</exception>
    public ValueTask Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Write(text, withEnd: false);
    }

    internal FrameQuota? Quota { get; init; }

    /// <summary>On the loop's real clock, since when the peer owes us something; NaN when it does not.</summary>
    internal double WaitingSince { get; private set; } = double.NaN;

    private async ValueTask Write(string text, bool withEnd)
    {
        var token = Async.Token;
        await _writeTurn.WaitAsync(token);
        try
        {
            var writer = _outgoing.Writer;
            var span = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
            var length = Encoding.UTF8.GetBytes(text, span);
            if (withEnd)
            {
                span[length++] = (byte)'\n';
            }

            Interlocked.Add(ref _unsent, length);
            writer.Advance(length);
            var flush = writer.FlushAsync(token);
            var before = WaitingSince;
            if (!flush.IsCompleted)
            {
                WaitingSince = Async.Loop.Clocks.Real.Now;
            }

            var result = await flush;
            WaitingSince = before;
            if (result.IsCompleted)
            {
                throw new NetworkException($"{PeerName} has closed the connection: a line could not be sent.");
            }
        }
        finally
        {
            _writeTurn.Release();
        }
    }

    private async ValueTask<ReadResult> WaitForMore()
    {
        // Since the line was asked for, not since its last byte: a line that trickles in is no progress.
        if (double.IsNaN(WaitingSince))
        {
            WaitingSince = Async.Loop.Clocks.Real.Now;
        }

        try
        {
            return await _incoming.Reader.ReadAsync(Async.Token);
        }
        catch (SocketException e)
        {
            throw new NetworkException($"The connection to {PeerName} broke: {e.Message} ({e.SocketErrorCode}).", e);
        }
    }

    private void BeginRead([CallerMemberName] string caller = "")
    {
        if (_reading)
        {
            throw new InvalidOperationException($"{caller} was called while another task still waits to read from {PeerName}; one task reads a connection.");
        }

        _reading = true;
    }

    private void EndRead()
    {
        _reading = false;
        WaitingSince = double.NaN;
    }

    private static Pipe NewPipe(int limit) => new(new PipeOptions(
        pauseWriterThreshold: limit,
        resumeWriterThreshold: limit / 2,
        minimumSegmentSize: 4096,
        useSynchronizationContext: true));
}
