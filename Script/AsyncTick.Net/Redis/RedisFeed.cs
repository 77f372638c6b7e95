using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// One subscription on one connection. The library calls back on its own threads; what it brings goes into the buffer and
/// nowhere else. How order is kept depends on the library's generation: see the other parts of this class.
/// </summary>
internal sealed partial class RedisFeed(RedisChannel channel, Action<RedisMessage> deliver)
{
    private volatile bool _ended;

    /// <summary>From here on late callbacks of this connection are ignored: a newer one may already deliver.</summary>
    public void End() => _ended = true;

    private void Take(RedisChannel from, RedisValue value)
    {
        if (!_ended)
        {
            deliver(new RedisMessage(from.ToString(), (byte[]?)value ?? []));
        }
    }
}
