using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Dashboard;

/// <summary>
/// A small HTTP/1.1 server on a loopback socket. Everything in it happens on the thread pool; the loop's thread only makes and disposes it.
/// </summary>
/// <remarks>
/// Not <see cref="HttpListener"/>: on Windows that is a kernel driver that wants an administrator's leave for 127.0.0.1, and nowhere can its
/// limits for headers, connections and slow peers be set.
/// </remarks>
[DebuggerDisplay("{Port}: {_connections.Count} connections")]
internal sealed class LoopbackServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Func<HttpRequest, Task<HttpResponse>> _handler;
    private readonly HttpLimits _limits;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<HttpConnection, bool> _connections = [];

    private LoopbackServer(Socket listener, Func<HttpRequest, Task<HttpResponse>> handler, HttpLimits limits)
    {
        _listener = listener;
        _handler = handler;
        _limits = limits;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <exception cref="IOException">The port cannot be had.</exception>
    public static LoopbackServer Start(int port, Func<HttpRequest, Task<HttpResponse>> handler, HttpLimits limits)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Elsewhere no other process can listen on a port that is listened on, unless this property is set, to whatever value.
            if (OperatingSystem.IsWindows())
            {
                listener.ExclusiveAddressUse = true;
            }

            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(32);
            return new LoopbackServer(listener, handler, limits);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse ? $"Port {port} is in use by another program; name another one." : $"Port {port} cannot be listened on: {e.Message}.", e);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_end.Token).ConfigureAwait(false);
                if (_connections.Count >= _limits.MaxConnections && !CutOffLongestSilent())
                {
                    socket.Dispose();
                    continue;
                }

                socket.NoDelay = true;
                var connection = new HttpConnection(socket, _limits);
                _connections.TryAdd(connection, true);
                _ = Task.Run(() => ServeAsync(connection));
            }
            catch (SocketException)
            {
                // A peer that gave up before it was accepted; or there are too many open files, which takes time to pass.
                await Task.Delay(20).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    // Connections that say nothing, of which any program on this machine can open as many as it likes, must not keep a page out.
    private bool CutOffLongestSilent()
    {
        HttpConnection? silent = null;
        var longest = long.MaxValue;
        foreach (var connection in _connections.Keys)
        {
            if (connection.SilentSince is not 0 and var since && since < longest)
            {
                (silent, longest) = (connection, since);
            }
        }

        if (silent is null)
        {
            return false;
        }

        _connections.TryRemove(silent, out _);
        silent.Dispose();
        return true;
    }

    private async Task ServeAsync(HttpConnection connection)
    {
        try
        {
            while (await AnswerNextAsync(connection).ConfigureAwait(false))
            {
            }

            await connection.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The server ends.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    /// <summary>False when the connection is to be closed.</summary>
    private async Task<bool> AnswerNextAsync(HttpConnection connection)
    {
        HttpResponse response;
        var (keepAlive, isHead) = (false, false);
        try
        {
            if (await connection.ReadAsync(_end.Token).ConfigureAwait(false) is not { } request)
            {
                return false;
            }

            isHead = request.Method == "HEAD";
            response = await _handler(request).ConfigureAwait(false);
            keepAlive = request.KeepAlive && response.Stream is null;
        }
        catch (HttpError error)
        {
            response = HttpResponse.Text(error.Status, error.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not ObjectDisposedException)
        {
            response = HttpResponse.Text(500, ExceptionText.Message(fault));
        }

        if (!await connection.WriteAsync(response.Head(keepAlive), _end.Token).ConfigureAwait(false)
            || (!isHead && !await connection.WriteAsync(response.Body, _end.Token).ConfigureAwait(false)))
        {
            return false;
        }

        if (!isHead && response.Stream is { } stream)
        {
            await stream(connection, _end.Token).ConfigureAwait(false);
        }

        return keepAlive;
    }
}
