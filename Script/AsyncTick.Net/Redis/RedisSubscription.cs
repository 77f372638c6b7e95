using System.Diagnostics;
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
    private int _dropReported;

    internal RedisSubscription(RedisClient client, RedisChannel channel, RedisSubscribeOptions options)
    {
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

    /// <summary>Reads; one reader at a time. Ends when the subscription or its client is disposed.</summary>
    /// <param name="cancellationToken">Ends the reading; without one the current task's cancellation does.</param>
    /// <exception cref="NetworkException">The buffer overflowed (<see cref="OverflowPolicy.Fail"/>), or the server refuses us from now on.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled.</exception>
    public IAsyncEnumerator<RedisMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _buffer.ReadAll(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Unsubscribes. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Remove(this);
        Detach();
        _buffer.Close();
        if (_client.IsConnected)
        {
            try
            {
                await _client.Connection().GetSubscriber().UnsubscribeAsync(_channel).WaitAsync(TimeSpan.FromSeconds(_client.Options.CommandSeconds), Async.Token);
            }
            catch (Exception e) when (e is RedisException or TimeoutException or NetworkException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection is going, and the subscription with it.
            }
        }
    }

    internal async Task Attach(ConnectionMultiplexer connection)
    {
        Detach();
        var feed = new RedisFeed(_channel, Deliver);
        _feed = feed;
        await _client.Limit(feed.Start(connection.GetSubscriber()), $"SUBSCRIBE {Name}", _client.Options.CommandSeconds);
        Confirmed++;
    }

    internal void Detach() => _feed?.End();

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
