using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>
/// Sends and receives UDP datagrams (asyncio's <c>create_datagram_endpoint</c>). Used on the game thread; the system calls happen on the pool,
/// what arrives goes through a bounded buffer. The network may lose, double and reorder datagrams.
/// </summary>
[DebuggerDisplay("udp {Endpoint}")]
public sealed class DatagramSocket : IAsyncDisposable
{
    private const int LargestDatagram = 65536;

    private readonly Socket _socket;
    private readonly DatagramOptions _options;
    private readonly BoundedBuffer<Datagram> _incoming;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _receiving;
    private bool _closed;

    private DatagramSocket(Socket socket, DatagramOptions options)
    {
        _socket = socket;
        _options = options;
        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        _incoming = new BoundedBuffer<Datagram>(options.Capacity, options.CapacityBytes);
        _receiving = Task.Run(ReceiveLoop);
    }

    /// <summary>The local address; the real port when 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Datagrams that were thrown away because they came faster than they were handled. Those that the system threw away are not known.</summary>
    public long Dropped => _incoming.Dropped;

    /// <summary>Opens a socket.</summary>
    /// <param name="options">Address and limits; null for a free port on loopback.</param>
    /// <exception cref="NetworkException">The address cannot be used; the message gives the real reason.</exception>
    public static DatagramSocket Open(DatagramOptions? options = null)
    {
        options ??= new DatagramOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CapacityBytes);
        var endpoint = new IPEndPoint(options.Address, options.Port);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (options.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endpoint);
            return new DatagramSocket(socket, options);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new NetworkException(SocketErrors.Bind(endpoint, e), e);
        }
    }

    /// <summary>Sends one datagram. That it was sent says nothing about its arrival.</summary>
    /// <param name="payload">Its bytes; about 1,400 pass every network unbroken, 65,507 are the most.</param>
    /// <param name="to">To whom, of the same address family as the socket.</param>
    /// <exception cref="NetworkException">It is too long, there is no route, or the socket is closed.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public async ValueTask Send(ReadOnlyMemory<byte> payload, IPEndPoint to)
    {
        ArgumentNullException.ThrowIfNull(to);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            await _socket.SendToAsync(payload, SocketFlags.None, to, Async.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new NetworkException(_closed ? $"{ClosedHere} A datagram was not sent."
                : $"A datagram of {payload.Length} bytes could not be sent to {to}: {e.Message}", e);
        }
    }

    /// <summary>Waits for the next datagram.</summary>
    /// <exception cref="NetworkException">The socket was closed, or the buffer is full and <see cref="OverflowPolicy.Fail"/> was asked for.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile; nothing was taken.</exception>
    public async ValueTask<Datagram> Receive()
    {
        while (await _incoming.WaitToRead(Async.Token))
        {
            if (_incoming.TryRead(out var datagram))
            {
                return datagram;
            }
        }

        throw new NetworkException(ClosedHere);
    }

    /// <summary>All datagrams until the socket is closed; one reader at a time. Gives way to other tasks when many are ready.</summary>
    /// <exception cref="NetworkException">The buffer is full and <see cref="OverflowPolicy.Fail"/> was asked for.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public IAsyncEnumerable<Datagram> ReceiveAll() => _incoming.ReadAll();

    /// <summary>Closes the socket. Never throws. Waits of other tasks on it end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_closed)
        {
            _closed = true;
            _incoming.Close();
            await _stop.CancelAsync();
            _socket.Dispose();
            await _receiving;
            _stop.Dispose();
        }
    }

    private string ClosedHere => $"The datagram socket {Endpoint} was closed here.";

    private async Task ReceiveLoop()
    {
        var buffer = new byte[LargestDatagram];
        var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, any, _stop.Token).ConfigureAwait(false);
                var from = (IPEndPoint)received.RemoteEndPoint;
                from = from.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(from.Address.MapToIPv4(), from.Port) : from;
                _incoming.Offer(new Datagram(from, buffer.AsSpan(0, received.ReceivedBytes).ToArray()), received.ReceivedBytes, _options.Overflow);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.MessageSize)
            {
                // News of an earlier datagram that reached nothing, or one that is too long: the next one is as good as ever.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                _incoming.Complete(_stop.IsCancellationRequested ? null : new NetworkException($"The datagram socket {Endpoint} broke: {e.Message}", e));
                return;
            }
        }
    }
}
