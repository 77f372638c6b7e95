using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Benchmarks;

/// <summary>
/// Clients of a server, on one thread with plain sockets: each sends the same request again and again and waits for its answer. Allocates nothing, so that
/// what the process allocates is the server's.
/// </summary>
public sealed class EchoTraffic : IDisposable
{
    public const string Line = "a line of text";

    private readonly Socket[] _sockets;
    private readonly byte[] _request;
    private readonly byte[] _end;
    private readonly byte[] _answer = new byte[4096];
    private readonly int _pauseMilliseconds;
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _answered;

    /// <param name="server">Listens already.</param>
    /// <param name="clients">How many.</param>
    /// <param name="request">What each sends.</param>
    /// <param name="end">What its answer ends with.</param>
    /// <param name="greeting">What each sends first, and only once; its answer ends with an empty line.</param>
    /// <param name="pauseMilliseconds">How long all rest when each has its answer; less than none is no rest at all.</param>
    public EchoTraffic(EndPoint server, int clients, string request, string end, string? greeting = null, int pauseMilliseconds = -1)
    {
        _pauseMilliseconds = pauseMilliseconds;

        // Latin-1: bytes of a frame are characters, too.
        _request = Encoding.Latin1.GetBytes(request);
        _end = Encoding.Latin1.GetBytes(end);
        _sockets = [.. Enumerable.Range(0, clients).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })];
        _thread = new Thread(() => Talk(server, greeting)) { IsBackground = true, Name = "traffic" };
        _thread.Start();
    }

    /// <summary>Answers so far. Any thread.</summary>
    public long Answered => Volatile.Read(ref _answered);

    public static EchoTraffic Lines(EndPoint server, int clients, int pauseMilliseconds = -1) =>
        new(server, clients, $"{Line}\n", "\n", pauseMilliseconds: pauseMilliseconds);

    public static EchoTraffic Http(EndPoint server, int clients, string end) =>
        new(server, clients, "GET /status?part=1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: traffic\r\nAccept: */*\r\n\r\n", end);

    /// <summary>Text messages, masked with zeros.</summary>
    public static EchoTraffic WebSocket(EndPoint server, int clients) => new(
        server,
        clients,
        $"\u0081{(char)(0x80 | Line.Length)}\0\0\0\0{Line}",
        Line,
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    /// <summary>A publisher of Redis messages, who waits for the answer to each.</summary>
    public static EchoTraffic RedisPublisher(EndPoint server, string channel, int pauseMilliseconds = -1) =>
        new(server, 1, $"*3\r\n$7\r\nPUBLISH\r\n${channel.Length}\r\n{channel}\r\n${Line.Length}\r\n{Line}\r\n", "\r\n", pauseMilliseconds: pauseMilliseconds);

    public void Dispose()
    {
        _stop = true;
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _thread.Join();
    }

    private void Talk(EndPoint server, string? greeting)
    {
        try
        {
            foreach (var socket in _sockets)
            {
                socket.Connect(server);
                if (greeting is not null)
                {
                    socket.Send(Encoding.Latin1.GetBytes(greeting));
                    Receive(socket, "\r\n\r\n"u8);
                }
            }

            while (!_stop)
            {
                foreach (var socket in _sockets)
                {
                    socket.Send(_request);
                }

                foreach (var socket in _sockets)
                {
                    Receive(socket, _end);
                    Volatile.Write(ref _answered, _answered + 1);
                }

                if (_pauseMilliseconds >= 0)
                {
                    Thread.Sleep(_pauseMilliseconds);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private void Receive(Socket socket, ReadOnlySpan<byte> end)
    {
        var filled = 0;
        do
        {
            var received = socket.Receive(_answer.AsSpan(filled));
            filled += received > 0 ? received : throw new SocketException((int)SocketError.Shutdown);
        }
        while (!_answer.AsSpan(0, filled).EndsWith(end));
    }
}
