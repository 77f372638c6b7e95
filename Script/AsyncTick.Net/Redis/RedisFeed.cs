using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// One subscription on one connection: a queue of its own in the library, so that ending it leaves others to the same channel
/// alone. The library calls back on its own threads, one message after another in order of arrival.
/// </summary>
internal sealed class RedisFeed(RedisChannel channel, Action<RedisMessage> deliver)
{
    private ChannelMessageQueue? _queue;
    private RedisChannel _lastChannel;
    private string _lastName = "";
    private volatile bool _ended;

    /// <summary>Whether messages still come through here, as far as the library knows.</summary>
    public bool IsLive => !_ended && _queue is { Completion.IsCompleted: false };

    public async Task Start(ISubscriber subscriber)
    {
        ChannelMessageQueue queue;
        try
        {
            queue = await subscriber.SubscribeAsync(channel).ConfigureAwait(false);
        }
        catch (Exception) when (subscriber.SubscribedEndpoint(channel) is null)
        {
            // The library keeps the queue that it did not hand out, and would fill it once it can subscribe after all.
            await subscriber.UnsubscribeAsync(channel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        _queue = queue;
        queue.OnMessage(Take);
        if (_ended)
        {
            // The limit of the wait had passed: the answer comes too late, and nothing reads the queue.
            await queue.UnsubscribeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>From here on late callbacks of this connection are ignored: a newer one may already deliver.</summary>
    public void End() => _ended = true;

    /// <summary>Tells the server when this was the connection's last queue of the channel.</summary>
    public Task Unsubscribe() => _queue?.UnsubscribeAsync() ?? Task.CompletedTask;

    private void Take(ChannelMessage message)
    {
        if (!_ended)
        {
            if (message.Channel != _lastChannel)
            {
                _lastChannel = message.Channel;
                _lastName = message.Channel.ToString();
            }

            deliver(new RedisMessage(_lastName, (byte[]?)message.Message ?? []));
        }
    }
}
