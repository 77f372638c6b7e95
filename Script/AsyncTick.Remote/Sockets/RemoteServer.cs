using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using AsyncTick.Remote.Protocol;

namespace AsyncTick.Remote.Sockets;

/// <summary>Takes connections at a socket. Everything in it happens on the thread pool; the loop's thread only makes and disposes it.</summary>
[DebuggerDisplay("{Path}: {_connections.Count} connections")]
internal sealed class RemoteServer : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);

    private readonly Socket _listener;
    private readonly RemoteOptions _options;
    private readonly ReadOnlyMemory<byte> _hello;
    private readonly Func<string, Func<RemoteRequest, Task>?> _find;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<RemoteConnection, bool> _connections = [];

    /// <exception cref="IOException">The socket cannot be had; the message says why.</exception>
    public RemoteServer(string folder, RemoteOptions options, ReadOnlyMemory<byte> hello, Func<string, Func<RemoteRequest, Task>?> find)
    {
        _options = options;
        _hello = hello;
        _find = find;
        RemoteFolder.Prepare(folder);
        Path = RemoteFolder.FreePath(folder);
        try
        {
            _listener = SocketPath.Listen(Path);
        }
        catch (Exception problem) when (problem is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path} cannot be listened on: {problem.Message}", problem);
        }

        _ = Task.Run(AcceptAsync);
        _ = Task.Run(() => SweepAsync(folder));
    }

    public string Path { get; }

    public int Connections => _connections.Count;

    public void Dispose()
    {
        _end.Cancel();
        SocketPath.Remove(Path);
        _listener.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_end.Token).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                // Too many open files, which takes time to pass; or the end.
                await Task.Delay(Retry).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket)
    {
        var peer = Peer.Of(socket);
        if (!peer.IsWelcome || _connections.Count >= _options.MaxConnections)
        {
            socket.Dispose();
            return;
        }

        var connection = new RemoteConnection(socket, peer, _options, _hello, _find);
        _connections.TryAdd(connection, true);
        _ = Task.Run(async () =>
        {
            try
            {
                await connection.ServeAsync(_end.Token).ConfigureAwait(false);
            }
            finally
            {
                _connections.TryRemove(connection, out _);
            }
        });
    }

    private async Task SweepAsync(string folder)
    {
        try
        {
            await SocketPath.SweepAsync(folder, Path, _end.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // An old socket more.
        }
    }
}
