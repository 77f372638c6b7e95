using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// The client side of one HTTP conversation, or of a WebSocket's handshake. Holds its sockets itself: the platform's client goes on connecting
/// after a request was canceled, and keeps what it gets.
/// </summary>
internal sealed class HttpDialing : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly SocketsHttpHandler _handler;
    private readonly bool _takesIcy;
    private bool _isOver;

    public HttpDialing(double connectSeconds, TlsOptions? tls, bool takesIcy = false, int maxRedirects = 0, System.Net.ICredentials? credentials = null)
    {
        _takesIcy = takesIcy;
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = maxRedirects > 0,
            MaxAutomaticRedirections = Math.Max(1, maxRedirects),
            ConnectTimeout = Durations.Positive(connectSeconds),
            MaxResponseHeadersLength = 64,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            Credentials = credentials,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = Connect,
        };
        if (tls is not null)
        {
            _handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = tls.Validation(),
                ClientCertificates = tls.Certificate is null ? null : [tls.Certificate],
                TargetHost = tls.HostName,
            };
        }

        Invoker = new HttpMessageInvoker(_handler);
    }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Closes every connection, also one that is still being made.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _sockets.ForEach(static socket => socket.Dispose());
            _sockets.Clear();
        }

        Invoker.Dispose();
        _handler.Dispose();
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_gate)
        {
            if (_isOver)
            {
                socket.Dispose();
                throw new OperationCanceledException("The request was given up before it was connected.");
            }

            _sockets.Add(socket);
        }

        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return _takesIcy ? new IcyStatusStream(stream) : stream;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new NetworkException(SocketErrors.Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, e), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
