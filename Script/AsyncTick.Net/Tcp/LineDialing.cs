using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>Makes <see cref="LineConnection"/>s: connects or takes over a socket, then makes the TLS handshake if there is one.</summary>
internal static class LineDialing
{
    public static async Task<LineConnection> Open(string host, int port, LineOptions options)
    {
        Durations.Verify(options.ConnectSeconds, options.CloseSeconds);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Connect(socket, token => socket.ConnectAsync(host, port, token), options, $"{host}:{port}", e => SocketErrors.Connect(host, port, e));
        return await Wrap(socket, options, null, (stream, name, token) => TlsStreams.Client(stream, host, options.Tls!, name, token));
    }

    public static async Task<LineConnection> OpenUnix(string path, LineOptions options)
    {
        Durations.Verify(options.ConnectSeconds, options.CloseSeconds);
        var address = ListeningSocket.UnixAddress(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Connect(socket, token => socket.ConnectAsync(address, token), options, path, e => e.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"Nothing listens on {path} (connection refused). Is the server running?",
            _ => $"Connecting to {path} failed: {e.Message} ({e.SocketErrorCode}).",
        });
        return await Wrap(socket, options, path, (stream, name, token) => TlsStreams.Client(stream, "localhost", options.Tls!, name, token));
    }

    /// <summary>The server's side. The socket is closed when this throws.</summary>
    public static Task<LineConnection> Serve(Socket socket, LineOptions options, string? unixName, FrameQuota quota) =>
        Wrap(socket, options, unixName, (stream, name, token) => TlsStreams.Server(stream, options.Tls!, name, token), quota);

    private static async Task Connect(Socket socket, Func<CancellationToken, ValueTask> connect, LineOptions options, string name, Func<SocketException, string> explain)
    {
        var token = Async.Token;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            limit.CancelAfterSeconds(options.ConnectSeconds);
            await connect(limit.Token);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                OperationCanceledException when token.IsCancellationRequested => e,
                OperationCanceledException => new NetworkException(string.Create(CultureInfo.InvariantCulture, $"{name} did not answer within {options.ConnectSeconds:0.###} s."), e),
                SocketException s => new NetworkException(explain(s), s),
                _ => e,
            };
        }
    }

    private static async Task<LineConnection> Wrap(Socket socket, LineOptions options, string? unixName, Func<Stream, string, CancellationToken, Task<System.Net.Security.SslStream>> secure, FrameQuota? quota = null)
    {
        try
        {
            IPEndPoint? peer = null;
            if (unixName is null)
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                peer = ListeningSocket.PeerOf(socket);
            }

            var name = unixName ?? peer!.ToString();
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is not null)
            {
                stream = await secure(stream, name, Async.Token);
            }

            return new LineConnection(socket, stream, peer, name, options, quota);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException gone ? new NetworkException($"The connection was lost at once: {gone.Message} ({gone.SocketErrorCode}).", gone) : e;
        }
    }
}
