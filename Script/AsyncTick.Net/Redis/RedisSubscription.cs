using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// The messages of a channel or pattern, in order, on the game thread: <c>await foreach (var message in subscription)</c>. Survives
/// reconnects; what is published while the server is away is lost, as pub/sub has it (<see cref="RedisStream"/> loses nothing).
/// </summary>
[DebuggerDisplay("{Name}: {Buffered} buffered, {Dropped} dropped")]
public sealed class RedisSubscription : IAsyncEnumerable<RedisMessage>, IAsyncDisposable
{
    private readonly RedisClient _client;
    private readonly RedisChannel _channel;
    private readonly RedisSubscribeOptions _options;
    private readonly BoundedBuffer<RedisMessage> _buffer;
    private readonly GameLoop _loop;
    private RedisFeed? _feed;
    private EndPoint? _node;
    private int _dropReported;

    internal RedisSubscription(RedisClient client, RedisChannel channel, RedisSubscribeOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CapacityBytes);
        _client = client;
        _channel = channel;
        _options = options;
        _loop = Async.Loop;
        Name = channel.ToString();
        _buffer = new BoundedBuffer<RedisMessage>(options.Capacity, options.CapacityBytes);
    }

    /// <summary>The channel or pattern.</summary>
    public string Name { get; }

    /// <summary>Messages waiting for the game thread. Any thread.</summary>
    public int Buffered => _buffer.Count;

    /// <summary>Messages dropped because the buffer was full. Any thread.</summary>
    public long Dropped => _buffer.Dropped;

    /// <summary>How often the server confirmed the subscription: 1 and one more per reconnect.</summary>
    public int Confirmed { get; private set; }

    /// <summary>
    /// Reads; one reader at a time. Ends when the subscription or its client is disposed. Allocates the enumerator; a message costs what the
    /// underlying library allocates for it, its payload included, and nothing more.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading; without one the current task's cancellation does.</param>
    /// <exception cref="NetworkException">The buffer overflowed (<see cref="OverflowPolicy.Fail"/>), or the server refuses us from now on.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    public IAsyncEnumerator<RedisMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _buffer.ReadAll(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Unsubscribes. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Remove(this);
        var feed = Detach();
        _buffer.Close();
        if (feed is not null && _client.IsConnected)
        {
            try
            {
                await feed.Unsubscribe().WaitAsync(Durations.Of(_client.Options.CommandSeconds), Async.Token);
            }
            catch (Exception)
            {
                // The connection is going, and the subscription with it.
            }
        }
    }

    internal async Task Attach(RedisConnection connection)
    {
        Detach();
        var feed = new RedisFeed(_channel, Deliver);
        try
        {
            _feed = feed;
            await connection.Start(feed, _channel);
        }
        catch
        {
            feed.End();
            throw;
        }

        _node = connection.NodeOf(_channel);
        Confirmed++;
    }

    /// <summary>Attaches to a new connection. A refusal ends this subscription, not the connection; a node that is away is waited for.</summary>
    internal async Task Restore(RedisConnection connection)
    {
        try
        {
            await Attach(connection);
        }
        catch (RedisRefusedException e)
        {
            _client.Remove(this);
            EndWith(e);
        }
        catch (NetworkException) when (connection.IsCluster)
        {
            _node = null;
        }
    }

    /// <summary>Keeps the subscription at a node of the cluster that is there.</summary>
    internal async Task Follow(RedisConnection connection)
    {
        var node = connection.NodeOf(_channel);
        if (node is null || _feed is not { IsLive: true })
        {
            var before = _feed;
            await Restore(connection);
            if (before is { } old && _node is not null)
            {
                await old.Unsubscribe().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
        else if (!node.Equals(_node))
        {
            // The library was faster.
            _node = node;
            Confirmed++;
        }
    }

    internal RedisFeed? Detach()
    {
        _feed?.End();
        return _feed;
    }

    internal void EndWith(Exception? error) => _buffer.Complete(error);

    // On the library's threads.
    private void Deliver(RedisMessage message)
    {
        if (!_buffer.Offer(message, message.Payload.Length, _options.Overflow) && Interlocked.Exchange(ref _dropReported, 1) == 0)
        {
            _loop.Log.Write(LogVerbosity.Warning, $"Redis subscription '{Name}': the buffer of {_options.Capacity} messages is full, {_options.Overflow}. Handle messages faster, or see RedisSubscription.Dropped.");
        }
    }
}
