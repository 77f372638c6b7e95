using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace AsyncTick.Net;

/// <summary>
/// Connects the library's sockets, because the library keeps to itself why a connection failed and may take its whole timeout to
/// say that it did, because a node that hangs must be cut off alone, and because it trusts what it reads. Library threads, except <see cref="Abort"/> and <see cref="Close"/>.
/// </summary>
internal sealed class RedisTransport(RedisOptions options, int seeds) : Tunnel
{
    private readonly ConcurrentDictionary<Connected, EndPoint> _streams = new();
    private readonly ConcurrentDictionary<EndPoint, SocketException> _refused = new();
    private readonly TaskCompletionSource<NetworkException> _unreachable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosed;
    private volatile string? _cutOff;

    /// <summary>Why a connection was cut off here; null when none was.</summary>
    public string? CutOff => _cutOff;

    /// <summary>Ends once every address that was tried has failed, and none was connected to.</summary>
    public Task<NetworkException> Unreachable => _unreachable.Task;

    /// <inheritdoc/>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public override async ValueTask<Stream?> BeforeAuthenticateAsync(EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        var own = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfterSeconds(options.ConnectSeconds);
            await own.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            own.Dispose();
            Report(endpoint, e as SocketException ?? new SocketException((int)SocketError.TimedOut));
            throw;
        }

        var connected = new Connected(own, endpoint, _streams, options.UseTls ? null : Guard());
        if (_isClosed)
        {
            await connected.DisposeAsync().ConfigureAwait(false);
            throw new SocketException((int)SocketError.OperationAborted);
        }

        return connected;
    }

    /// <summary>Cuts all connections. The library, which would connect again before it is told to close, gets no more of them.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var stream in _streams.Keys)
        {
            stream.Dispose();
        }
    }

    /// <summary>Cuts a node's connections. The library sees them close, and connects again when the node does answer.</summary>
    public void Abort(EndPoint endpoint)
    {
        foreach (var (stream, node) in _streams)
        {
            if (node.Equals(endpoint))
            {
                stream.Dispose();
            }
        }
    }

    // What TLS has wrapped cannot be looked into.
    private Action<ReadOnlySpan<byte>> Guard()
    {
        var guard = new RedisReplyGuard(options.MaxReplyBytes);
        return bytes =>
        {
            if (guard.Check(bytes) is { } wrong)
            {
                _cutOff = wrong;
                throw new IOException(wrong);
            }
        };
    }

    private void Report(EndPoint endpoint, SocketException error)
    {
        _refused[endpoint] = error;
        if (_streams.IsEmpty && _refused.Count >= seeds)
        {
            var (host, port) = endpoint is DnsEndPoint name ? (name.Host, name.Port) : (((IPEndPoint)endpoint).Address.ToString(), ((IPEndPoint)endpoint).Port);
            var others = seeds == 1 ? "" : $" None of the {seeds} addresses answers.";
            _unreachable.TrySetResult(new NetworkException(SocketErrors.Connect(host, port, error) + others, error));
        }
    }

    private sealed class Connected : NetworkStream
    {
        private readonly ConcurrentDictionary<Connected, EndPoint> _all;
        private readonly Action<ReadOnlySpan<byte>>? _look;

        public Connected(Socket socket, EndPoint node, ConcurrentDictionary<Connected, EndPoint> all, Action<ReadOnlySpan<byte>>? look)
            : base(socket, ownsSocket: true)
        {
            _all = all;
            _look = look;
            all[this] = node;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = base.Read(buffer);
            _look?.Invoke(buffer[..count]);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _look?.Invoke(buffer.Span[..count]);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        protected override void Dispose(bool disposing)
        {
            _all.TryRemove(this, out _);
            base.Dispose(disposing);
        }
    }
}
