using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>A socket that listens, for all servers of this library: binds with clear errors, accepts without ending over what one client does.</summary>
internal sealed class ListeningSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _path;

    private ListeningSocket(Socket socket, string? path)
    {
        _socket = socket;
        _path = path;
        Endpoint = socket.LocalEndPoint as IPEndPoint;
        Name = path ?? Endpoint!.ToString();
    }

    /// <summary>The address; null for a Unix socket.</summary>
    public IPEndPoint? Endpoint { get; }

    public string Name { get; }

    public static ListeningSocket Open(IPAddress address, int port, int backlog)
    {
        var endpoint = new IPEndPoint(address, port);

        // On Unix .NET asks for SO_REUSEADDR by itself: a port in TIME_WAIT is free. Asking again means SO_REUSEPORT there,
        // with which a second server would silently share the port.
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.Equals(IPAddress.IPv6Any))
        {
            socket.DualMode = true;
        }

        return Listen(socket, endpoint, backlog, null, e => SocketErrors.Bind(endpoint, e));
    }

    public static ListeningSocket OpenUnix(string path, int backlog)
    {
        RemoveLeftOver(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        return Listen(socket, UnixAddress(path), backlog, path, e => e.SocketErrorCode == SocketError.AddressAlreadyInUse
            ? $"Cannot listen on {path}: another program listens there, or a file of that name is in the way."
            : $"Cannot listen on {path}: {e.Message} ({e.SocketErrorCode}).");
    }

    /// <summary>Gives it to a server that is being made, and closes it when that cannot begin: its scope takes no tasks any more, or this is not its thread.</summary>
    public T HandTo<T>(Func<ListeningSocket, T> make)
    {
        try
        {
            return make(this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static UnixDomainSocketEndPoint UnixAddress(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new NetworkException($"'{path}' is too long for the address of a Unix socket (about 100 bytes).", e);
        }
    }

    /// <summary>The other side of an accepted or connected socket as the log shows it: IPv4 peers of an IPv6 socket as IPv4.</summary>
    public static IPEndPoint? PeerOf(Socket socket) => socket.RemoteEndPoint is not IPEndPoint peer ? null
        : peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer;

    /// <summary>Gives each client to <paramref name="admit"/>, in slices of a frame, until the socket or the task's scope is closed; the socket is closed then.</summary>
    public async Task AcceptAll(GameLoop loop, Action<Socket> admit)
    {
        var slice = default(SliceYield);
        try
        {
            while (true)
            {
                if (await Accept(loop) is { } socket)
                {
                    admit(socket);
                }

                if (slice.IsDue)
                {
                    await SliceYield.Next;
                    slice.Restart();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The server is disposed, and its scope being canceled.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Sends a few bytes if the kernel takes them at once, and closes: never waits for a client that is turned away.</summary>
    public static void Refuse(Socket client, ReadOnlySpan<byte> reason)
    {
        try
        {
            client.Blocking = false;
            client.Send(reason);
            client.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It need not be told.
        }

        client.Dispose();
    }

    public void Dispose()
    {
        if (_path is not null && !_socket.SafeHandle.IsClosed)
        {
            TryDelete(_path);
        }

        _socket.Dispose();
    }

    private static ListeningSocket Listen(Socket socket, EndPoint endpoint, int backlog, string? path, Func<SocketException, string> explain)
    {
        try
        {
            socket.Bind(endpoint);
            socket.Listen(backlog);
            return new ListeningSocket(socket, path);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new NetworkException(explain(e), e);
        }
    }

    // The next client; null when that one was gone again or none can be taken just now.
    private async Task<Socket?> Accept(GameLoop loop)
    {
        try
        {
            return await _socket.AcceptAsync(Async.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            loop.Log.Write(LogVerbosity.Warning, $"the server on {Name} cannot accept for now: {e.Message}");
            await Async.Delay(0.25, Clock.Real);
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted)
        {
            throw new ObjectDisposedException(nameof(ListeningSocket));
        }
    }

    // The file of a server that was killed is in the way of the next one, though nothing listens on it.
    private static void RemoveLeftOver(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(UnixAddress(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && !CanBeOpened(path))
        {
            TryDelete(path);
        }
        catch (SocketException)
        {
            // Not a socket: left to Bind, which says so.
        }
    }

    // The system refuses to open a socket as a file, and answers a connection to a plain file as if it were a socket without a server.
    private static bool CanBeOpened(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next server takes it away.
        }
    }
}
