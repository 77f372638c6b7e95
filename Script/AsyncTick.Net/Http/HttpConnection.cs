using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>One client of an <see cref="HttpServer"/>: reads its requests one after the other and writes the answers. Game thread only.</summary>
internal sealed class HttpConnection : IDisposable
{
    // What is read past, so that an answer is not lost in a reset because of what the client still sends.
    private const int MostDrainedBytes = 1024 * 1024;
    private const double DrainSeconds = 1;
    private const int KeptAnswerBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly HttpServerOptions _options;
    private readonly GameLoop _loop;
    private ArrayBufferWriter<byte> _answer = new();
    private string? _cutOff;
    private bool _isTakenOver;

    private HttpConnection(Socket socket, Stream stream, string name, HttpServerOptions options)
    {
        _socket = socket;
        _stream = stream;
        _options = options;
        _loop = Async.Loop;
        Name = name;
        Input = new HttpInput(stream);
    }

    public string Name { get; }

    public HttpInput Input { get; }

    /// <summary>On the loop's real clock, when it is cut off; infinite while the client owes nothing.</summary>
    public double Deadline { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether it waits for the first byte of a request.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Ends when whatever has taken the connection over has closed it.</summary>
    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Scheme => _options.Tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

    /// <summary>Takes a socket over, with the TLS handshake if there is one. The socket is closed when this throws.</summary>
    public static async Task<HttpConnection> Open(Socket socket, string name, HttpServerOptions options)
    {
        try
        {
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is not null)
            {
                stream = await TlsStreams.Server(stream, options.Tls, name, Async.Token);
            }

            return new HttpConnection(socket, stream, name, options);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException ? new NetworkException($"the connection broke: {e.Message}", e) : e;
        }
    }

    /// <summary>The head of the next request; null when the client has ended the conversation.</summary>
    /// <exception cref="HttpRefusedException">It is no request.</exception>
    /// <exception cref="NetworkException">The client broke it off in the middle, or took too long.</exception>
    public async PooledTask<HttpRequestHead?> NextRequest()
    {
        IsIdle = Input.Ready.IsEmpty;
        Within(IsIdle ? _options.IdleSeconds : _options.RequestSeconds);
        try
        {
            int end;
            while ((end = HttpRequestHead.FindEnd(Input.Ready, out _)) < 0)
            {
                if (Input.Ready.Length > _options.MaxHeadBytes)
                {
                    throw new HttpRefusedException(HttpStatusCode.RequestHeaderFieldsTooLarge, $"the head of its request is longer than {_options.MaxHeadBytes} bytes (MaxHeadBytes)");
                }

                if (!await Fill())
                {
                    return Input.Ready.IsEmpty ? null : throw new NetworkException("its request ended too early: the head is not all there.");
                }
            }

            return Parse(end);
        }
        finally
        {
            IsIdle = false;
            Deadline = double.PositiveInfinity;
        }
    }

    /// <summary>Reads the next part of a body.</summary>
    public async PooledTask ReadSome(HttpRequestBody body, IBufferWriter<byte> bytes)
    {
        try
        {
            await body.ReadSome(bytes);
        }
        catch (NetworkException e) when (_cutOff is not null && e is not HttpRefusedException)
        {
            throw new NetworkException(_cutOff, e);
        }
    }

    /// <summary>The client must have sent, or taken, all that it owes within this time.</summary>
    public void Within(double seconds) => Deadline = _loop.Clocks.Real.Now + seconds;

    public void OwesNothing() => Deadline = double.PositiveInfinity;

    /// <summary>Writes an answer. The body is not written, only its length, when <paramref name="isHead"/>.</summary>
    public async PooledTask Write(HttpStatusCode status, List<KeyValuePair<string, string>>? headers, string contentType, string text, bool isHead, bool keepAlive)
    {
        _answer.ResetWrittenCount();
        HttpAnswer.Write(_answer, status, headers, contentType, text, isHead, keepAlive);
        await Send(_answer.WrittenMemory);
        if (_answer.Capacity > KeptAnswerBytes)
        {
            _answer = new ArrayBufferWriter<byte>();
        }
    }

    public async PooledTask Send(ReadOnlyMemory<byte> bytes)
    {
        Within(_options.SendSeconds);
        try
        {
            await _stream.WriteAsync(bytes, Async.Token);
        }
        catch (Exception e) when (HttpInput.IsBroken(e))
        {
            throw new NetworkException($"the answer could not be sent: {_cutOff ?? LogText.Printable((e.InnerException ?? e).Message)}", e);
        }
        finally
        {
            OwesNothing();
        }
    }

    /// <summary>Hands the stream to another protocol. The connection ends when <see cref="Released"/> does.</summary>
    public Stream TakeOver()
    {
        _isTakenOver = true;
        var rest = Input.TakeRest();
        return rest.Length == 0 ? _stream : new PrefixedStream(rest, _stream);
    }

    /// <summary>Ends the sending side and reads past what still comes, or the system would take the last answer away with a reset.</summary>
    public async Task CloseInOrder()
    {
        if (_isTakenOver)
        {
            await Released.Task.WaitAsync(Async.Token);
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            Within(DrainSeconds);
            for (var drained = Input.TakeRest().Length; drained < MostDrainedBytes && await Input.Fill();)
            {
                drained += Input.TakeRest().Length;
            }
        }
        catch (Exception e) when (e is NetworkException or SocketException or ObjectDisposedException)
        {
            // Gone already, or cut off at the deadline.
        }
    }

    /// <summary>Closes the socket at once; what waits on it ends with a <see cref="NetworkException"/> that gives the reason.</summary>
    public void CutOff(string reason)
    {
        _cutOff ??= reason;
        Deadline = double.PositiveInfinity;
        _socket.Close(0);
    }

    public void Dispose()
    {
        Deadline = double.PositiveInfinity;
        _socket.Dispose();
        _stream.Dispose();
    }

    private async PooledTask<bool> Fill()
    {
        try
        {
            if (!await Input.Fill())
            {
                return false;
            }
        }
        catch (NetworkException e)
        {
            // Between two requests a client may go as it likes.
            return Input.Ready.IsEmpty ? false : throw new NetworkException(_cutOff ?? e.Message, e);
        }

        if (IsIdle)
        {
            IsIdle = false;
            Within(_options.RequestSeconds);
        }

        return true;
    }

    private HttpRequestHead Parse(int end)
    {
        HttpRequestHead.FindEnd(Input.Ready, out var start);
        var head = HttpRequestHead.Parse(Input.Ready[start..end], Scheme);
        Input.Take(end);
        return head;
    }
}
